package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.DryRun;
import io.fabric8.kubernetes.api.model.Service;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tests that the commands in the notes after an installation are correct. */
class NotesTest {
  @Test
  void defaultsPublishThroughTheLoadBalancerAndWatchThroughAForwardedPort() {
    assertThat(notes("defaults.yaml"))
        .contains("get service studio-framelog-ingest -o jsonpath='{.status.loadBalancer")
        .contains("-metadata title=cam1 -f webm tcp://$HOST:$PORT")
        .contains("kubectl -n video port-forward service/studio-framelog-edge 8081:80")
        .contains("http://localhost:8081/watch/cam1")
        .contains("helm test studio -n video")
        .contains("single broker");
  }

  @Test
  void anIngressHasAUrl() {
    assertThat(notes("tls-ingress.yaml"))
        .contains("https://video.example.org/watch/cam1")
        .contains("https://video.example.org/publish")
        .contains("https://video.example.org/dashboard/");
  }

  @Test
  void nodePortsAreQueried() {
    assertThat(notes("node-port.yaml"))
        .contains("{.spec.ports[?(@.name==\"tcp\")].nodePort}")
        .contains("echo http://$HOST:$PORT/watch/cam1");
  }

  @Test
  void allNamedObjectsExist() {
    Matcher service =
        Pattern.compile("service[/ ](studio-framelog-[a-z-]+)").matcher(notes("defaults.yaml"));

    assertThat(service.results().map(found -> found.group(1)).distinct())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(Chart.withDefaults().the(Service.class, name)).isNotNull());
  }

  private static String notes(String values) {
    return Chart.helm()
        .install()
        .withName(Chart.RELEASE)
        .withNamespace(Chart.NAMESPACE)
        .withValuesFile(Chart.valuesFile(values))
        .clientOnly()
        .dryRun()
        .withDryRunOption(DryRun.CLIENT)
        .call()
        .getOutput();
  }
}
