package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that ingress-nginx's annotations meet the requirements of docs/7-reverse-proxies.md. */
class IngressTest {
  private static final String PREFIX = "nginx.ingress.kubernetes.io/";

  @Test
  void publishersBodiesAreUnlimitedAndNotBuffered() {
    assertThat(annotations("ingest"))
        .containsEntry(PREFIX + "proxy-body-size", "0")
        .containsEntry(PREFIX + "proxy-request-buffering", "off")
        .containsEntry(PREFIX + "proxy-http-version", "1.1")
        .containsEntry(PREFIX + "proxy-read-timeout", "3600")
        .containsEntry(PREFIX + "proxy-send-timeout", "3600");
  }

  @Test
  void viewersResponsesAreUnlimitedAndNotBuffered() {
    assertThat(annotations("edge"))
        .containsEntry(PREFIX + "proxy-buffering", "off")
        .containsEntry(PREFIX + "proxy-http-version", "1.1")
        .containsEntry(PREFIX + "proxy-read-timeout", "3600")
        .containsEntry(PREFIX + "proxy-send-timeout", "3600");
    assertThat(annotations("control-api"))
        .containsEntry(PREFIX + "proxy-buffering", "off")
        .containsEntry(PREFIX + "proxy-read-timeout", "3600");
  }

  @ParameterizedTest
  @CsvSource({
    "ingest, Prefix /publish",
    "edge, Exact /|Prefix /live|Prefix /watch|Prefix /mirror|Prefix /recordings|Prefix /sdk",
    "control-api, Prefix /api|Prefix /dashboard"
  })
  void routesNoOtherPathsSoThatHealthAndMetricsAreNotReachable(String component, String paths) {
    IngressSpec spec = ingress(component).getSpec();

    assertThat(spec.getDefaultBackend()).isNull();
    assertThat(spec.getRules())
        .isNotEmpty()
        .allSatisfy(
            rule ->
                assertThat(rule.getHttp().getPaths())
                    .extracting(path -> path.getPathType() + " " + path.getPath())
                    .containsExactly(paths.split("\\|")));
  }

  private static Map<String, String> annotations(String component) {
    return ingress(component).getMetadata().getAnnotations();
  }

  private static Ingress ingress(String component) {
    return Chart.with("tls-ingress.yaml").the(Ingress.class, Chart.NAME + "-" + component);
  }
}
