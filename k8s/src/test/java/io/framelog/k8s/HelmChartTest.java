package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HelmChartTest {
  private static final Path CHART = Path.of("helm", "framelog").toAbsolutePath();

  private static TemplateCommand template() {
    FakeCluster.start();
    return new Helm(CHART).template().withName("studio").withNamespace("video");
  }

  @Test
  void lintsWithoutAWarning() {
    LintResult result = new Helm(CHART).lint().strict().call();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
  }

  @Test
  void bringsABrokerOfItsOwnByDefault() {
    Manifests manifests = Manifests.parse(template().call());

    assertThat(manifests.all()).isNotEmpty();
    StatefulSet kafka = manifests.the(StatefulSet.class, "studio-framelog-kafka");
    assertThat(kafka.getSpec().getServiceName()).isEqualTo("studio-framelog-kafka");
    assertThat(bootstrapServers(manifests, "ingest")).isEqualTo("studio-framelog-kafka:9092");
    assertThat(manifests.the(Deployment.class, "studio-framelog-edge").getSpec().getReplicas())
        .as("the autoscaler's business")
        .isNull();
  }

  @Test
  void usesAKafkaThatIsThere() {
    Manifests manifests =
        Manifests.parse(
            template()
                .set("kafka.mode", "external")
                .set("kafka.external.bootstrapServers", "kafka.example:9092")
                .call());

    assertThat(manifests.all()).isNotEmpty().noneMatch(StatefulSet.class::isInstance);
    for (String component : new String[] {"ingest", "edge", "control-api"}) {
      assertThat(bootstrapServers(manifests, component)).isEqualTo("kafka.example:9092");
    }
  }

  @Test
  void everyServiceFindsItsPodsAndTheirPorts() {
    Manifests manifests = Manifests.parse(template().call());

    for (String component : new String[] {"ingest", "edge", "control-api"}) {
      Service service = manifests.the(Service.class, "studio-framelog-" + component);
      var pod = deployment(manifests, component).getSpec().getTemplate();
      assertThat(pod.getMetadata().getLabels())
          .containsAllEntriesOf(service.getSpec().getSelector());
      var container = pod.getSpec().getContainers().get(0);
      assertThat(service.getSpec().getPorts())
          .allSatisfy(
              port ->
                  assertThat(container.getPorts())
                      .anyMatch(p -> p.getName().equals(port.getTargetPort().getStrVal())));
    }
  }

  /** "Restricted", the strictest of Kubernetes' Pod Security Standards. */
  @Test
  void everyPodIsTakenByANamespaceWithRestrictedPodSecurity() {
    Manifests manifests = Manifests.parse(template().call());
    List<PodSpec> pods =
        Stream.concat(
                Stream.of("ingest", "edge", "control-api")
                    .map(component -> deployment(manifests, component).getSpec().getTemplate()),
                Stream.of(manifests.the(StatefulSet.class, "studio-framelog-kafka"))
                    .map(kafka -> kafka.getSpec().getTemplate()))
            .map(PodTemplateSpec::getSpec)
            .toList();

    assertThat(pods)
        .hasSize(4)
        .allSatisfy(
            pod -> {
              assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
              assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                  .isEqualTo("RuntimeDefault");
              var container = pod.getContainers().get(0).getSecurityContext();
              assertThat(container.getAllowPrivilegeEscalation()).isFalse();
              assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
            });
  }

  @Test
  void publishersComeInThroughALoadBalancer() {
    Service ingest =
        Manifests.parse(template().call()).the(Service.class, "studio-framelog-ingest");

    assertThat(ingest.getSpec().getType()).isEqualTo("LoadBalancer");
    assertThat(ingest.getSpec().getPorts()).anyMatch(port -> port.getPort() == 9090);
  }

  @Test
  void refusesValuesThatMakeNoSense() {
    for (Map.Entry<String, Object> wrong :
        Map.<String, Object>of(
                "edge.replicas",
                -1,
                "kafka.external.bootstrapServers",
                "no-port",
                "edge.replica",
                2,
                "kafka.mode",
                "external")
            .entrySet()) {
      assertThatThrownBy(() -> template().set(wrong.getKey(), wrong.getValue()).call())
          .as("%s", wrong)
          .hasMessageContaining(wrong.getKey().substring(0, wrong.getKey().indexOf('.')));
    }
  }

  private static Deployment deployment(Manifests manifests, String component) {
    return manifests.the(Deployment.class, "studio-framelog-" + component);
  }

  private static String bootstrapServers(Manifests manifests, String component) {
    return deployment(manifests, component)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getEnv()
        .stream()
        .filter(variable -> variable.getName().equals("KAFKA_BOOTSTRAP_SERVERS"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}
