package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests of the services' settings: the keys exist and have the intended values. */
class SettingsTest {
  private static final String CAPTURE = "framelog\\.ingest\\.captures\\.[^.]+\\.";

  /** Keys of Kafka's clients; the first four are also set without a password. */
  private static final Set<String> KAFKA =
      Set.of(
          "KAFKA_BOOTSTRAP_SERVERS",
          "KAFKA_SECURITY_PROTOCOL",
          "KAFKA_SSL_TRUSTSTORE_TYPE",
          "KAFKA_SSL_TRUSTSTORE_CERTIFICATES",
          "KAFKA_SSL_KEYSTORE_TYPE",
          "KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN",
          "KAFKA_SSL_KEYSTORE_KEY",
          "KAFKA_SASL_MECHANISM",
          "KAFKA_SASL_JAAS_CONFIG");

  @EachRendering
  void everyKeyExistsInTheService(String values, String kubernetes, Manifests manifests) {
    Set<String> keys = OperationsPage.keys();

    manifests
        .all(ConfigMap.class)
        .filter(configMap -> configMap.getData().containsKey("application.properties"))
        .forEach(
            configMap ->
                assertThat(Settings.of(configMap).keySet())
                    .as(configMap.getMetadata().getName())
                    .filteredOn(key -> key.startsWith("framelog."))
                    .isNotEmpty()
                    .extracting(
                        key -> key.replaceFirst(CAPTURE, "framelog.ingest.captures.<name>."))
                    .isSubsetOf(keys));
  }

  @EachRendering
  void everyVariableOfFramelogAndKafkaIsAKey(
      String values, String kubernetes, Manifests manifests) {
    Set<String> ours =
        OperationsPage.keys().stream()
            .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))
            .collect(Collectors.toSet());

    manifests
        .pods()
        .forEach(
            (owner, pod) -> {
              if (!owner.startsWith("StatefulSet ")) {
                List<String> names =
                    pod.getSpec().getContainers().get(0).getEnv().stream()
                        .map(EnvVar::getName)
                        .toList();
                assertThat(names).filteredOn(n -> n.startsWith("FRAMELOG_")).isSubsetOf(ours);
                assertThat(names).filteredOn(n -> n.startsWith("KAFKA_")).isSubsetOf(KAFKA);
              }
            });
  }

  @Test
  void settingsOfAServiceOverrideThoseOfAllServices() {
    Manifests manifests =
        Manifests.parse(
            Chart.template()
                .set("settings.framelog\\.log\\.append-linger", "2ms")
                .set("edge.settings.framelog\\.log\\.append-linger", "5ms")
                .call());

    assertThat(Settings.of(manifests, "ingest")).containsEntry("framelog.log.append-linger", "2ms");
    assertThat(Settings.of(manifests, "edge")).containsEntry("framelog.log.append-linger", "5ms");
  }

  @Test
  void largeNumbersAreNotInExponentNotation() {
    assertThat(Settings.of(Chart.withDefaults(), "edge"))
        .containsEntry("framelog.log.retention-bytes", "10737418240");
  }

  @Test
  void aBackslashIsEscaped() {
    Manifests manifests =
        Manifests.parse(
            Chart.template().set("settings.quarkus\\.log\\.console\\.format", "%d\\t%m").call());

    assertThat(Settings.of(manifests, "edge"))
        .containsEntry("quarkus.log.console.format", "%d\\t%m");
  }

  @Test
  void replicationMatchesTheKafkaMode() {
    Map<String, String> replicas =
        Map.of(
            "defaults.yaml", "1",
            "external-plain.yaml", "3",
            "external-client-certificate.yaml", "2",
            "strimzi.yaml", "3",
            "strimzi-certificates.yaml", "1");

    replicas.forEach(
        (values, replication) ->
            assertThat(Settings.of(Chart.with(values), "ingest"))
                .as(values)
                .containsEntry("framelog.log.replication-factor", replication));
  }

  @Test
  void theWatchUrlIsSetIfItIsKnown() {
    assertThat(Settings.of(Chart.withDefaults(), "ingest"))
        .doesNotContainKey("framelog.ingest.watch-url");
    assertThat(Settings.of(Chart.with("tls-ingress.yaml"), "ingest"))
        .containsEntry("framelog.ingest.watch-url", "https://video.example.org/");
    assertThat(Settings.of(Chart.with("private-network.yaml"), "ingest"))
        .containsEntry("framelog.ingest.watch-url", "http://video.example.org/");
  }

  @Test
  void hostsContainTheNamesOfServicesAndIngresses() {
    assertThat(hosts("defaults.yaml", "control-api"))
        .contains(
            Chart.NAME + "-edge",
            Chart.NAME + "-edge." + Chart.NAMESPACE,
            Chart.NAME + "-ingest." + Chart.NAMESPACE + ".svc",
            Chart.NAME + "-control-api." + Chart.NAMESPACE + ".svc.cluster.local");
    assertThat(hosts("tls-ingress.yaml", "edge")).contains("video.example.org", "www.example.org");
    assertThat(hosts("tls-ingress.yaml", "ingest")).contains("www.example.org", "lb.example.net");
  }

  @Test
  void limitsPerAddressAreDisabledBehindAnIngress() {
    for (String component : List.of("ingest", "edge", "control-api")) {
      assertThat(perAddress(Chart.withDefaults(), component)).as(component).isEmpty();
      assertThat(perAddress(Chart.with("tls-ingress.yaml"), component))
          .as(component)
          .containsEntry("framelog.http.idle-per-address", "0");
    }
    assertThat(perAddress(Chart.with("tls-ingress.yaml"), "ingest"))
        .containsOnlyKeys(
            "framelog.http.idle-per-address",
            "framelog.ingest.connections-per-address",
            "framelog.ingest.connection-rate.per-address",
            "framelog.ingest.new-streams.per-address")
        .allSatisfy((key, value) -> assertThat(value).isEqualTo("0"));
    assertThat(OperationsPage.keys())
        .filteredOn(key -> key.endsWith("per-address"))
        .as("the same keys are documented")
        .hasSameElementsAs(perAddress(Chart.with("tls-ingress.yaml"), "ingest").keySet());
  }

  @Test
  void limitsPerAddressAreDisabledWhenNodesHideClientAddresses() {
    Manifests hidden =
        Manifests.parse(
            Chart.template()
                .set("ingest.service.externalTrafficPolicy", "Cluster")
                .set("edge.service.type", "LoadBalancer")
                .call());

    assertThat(perAddress(hidden, "ingest")).hasSize(4);
    assertThat(perAddress(hidden, "edge")).hasSize(1);
    assertThat(perAddress(hidden, "control-api")).isEmpty();
  }

  @Test
  void anOperatorsLimitPerAddressIsKept() {
    Manifests manifests =
        Manifests.parse(
            Chart.template()
                .set("ingest.ingress.enabled", "true")
                .set("ingest.ingress.hosts[0]", "video.example.org")
                .set("ingest.settings.framelog\\.ingest\\.connections-per-address", "400")
                .call());

    assertThat(perAddress(manifests, "ingest"))
        .containsEntry("framelog.ingest.connections-per-address", "400")
        .containsEntry("framelog.ingest.new-streams.per-address", "0");
  }

  private static Map<String, String> perAddress(Manifests manifests, String component) {
    Map<String, String> found = new TreeMap<>(Settings.of(manifests, component));
    found.keySet().removeIf(key -> !key.endsWith("per-address"));
    return found;
  }

  private static List<String> hosts(String values, String component) {
    return List.of(
        Settings.of(Chart.with(values), component)
            .getOrDefault("framelog.hosts", "")
            .split(",", -1));
  }

  @Test
  void capturesBecomeSettings() {
    assertThat(Settings.of(Chart.with("capture-privileged.yaml"), "capture"))
        .containsEntry("framelog.ingest.captures.door.video", "v4l2:/dev/video0")
        .containsEntry("framelog.ingest.captures.door.frame-rate", "30")
        .containsEntry("framelog.ingest.captures.door.keyframe-interval", "2s");
  }

  @Test
  void aChangedSettingStartsNewPods() {
    String before = checksum(Chart.withDefaults());
    String after = checksum(Manifests.parse(Chart.template().set("log.retention", "2h").call()));

    assertThat(after).isNotEqualTo(before);
    assertThat(checksum(Manifests.parse(Chart.template().set("edge.replicas", 5).call())))
        .isEqualTo(before);
  }

  private static String checksum(Manifests manifests) {
    PodTemplateSpec pod =
        manifests.the(Deployment.class, Chart.NAME + "-ingest").getSpec().getTemplate();
    return pod.getMetadata().getAnnotations().getOrDefault("checksum/settings", "");
  }
}
