package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What docs/7-reverse-proxies.md says that every proxy needs, as ingress-nginx's annotations. */
class IngressTest {
  private static final String PREFIX = "nginx.ingress.kubernetes.io/";

  @Test
  void publishersBodiesHaveNoEndAndArePassedOnAsTheyCome() {
    assertThat(annotations("ingest"))
        .containsEntry(PREFIX + "proxy-body-size", "0")
        .containsEntry(PREFIX + "proxy-request-buffering", "off")
        .containsEntry(PREFIX + "proxy-http-version", "1.1")
        .containsEntry(PREFIX + "proxy-read-timeout", "3600")
        .containsEntry(PREFIX + "proxy-send-timeout", "3600");
  }

  @Test
  void viewersAnswersHaveNoEndAndArePassedOnAsTheyCome() {
    assertThat(annotations("edge"))
        .containsEntry(PREFIX + "proxy-buffering", "off")
        .containsEntry(PREFIX + "proxy-http-version", "1.1")
        .containsEntry(PREFIX + "proxy-read-timeout", "3600")
        .containsEntry(PREFIX + "proxy-send-timeout", "3600");
    assertThat(annotations("control-api"))
        .containsEntry(PREFIX + "proxy-buffering", "off")
        .containsEntry(PREFIX + "proxy-read-timeout", "3600");
  }

  private static Map<String, String> annotations(String component) {
    return Chart.with("tls-ingress.yaml")
        .the(Ingress.class, Chart.NAME + "-" + component)
        .getMetadata()
        .getAnnotations();
  }
}
