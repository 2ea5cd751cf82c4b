package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Installs, upgrades and uninstalls a release on a fake Kubernetes API with discovery. */
class InstallationTest {
  @Test
  void installsOnTheOldestKubernetes() throws IOException {
    try (FakeKubernetes cluster = new FakeKubernetes("1.20.2", ApiResources.ofKubernetes120())) {
      install(cluster, "defaults.yaml");

      assertThat(cluster.paths())
          .contains(
              "/apis/policy/v1beta1/namespaces/video/poddisruptionbudgets/studio-framelog-edge",
              "/apis/autoscaling/v2beta2/namespaces/video/horizontalpodautoscalers/studio-framelog-edge")
          .as("all but the pod of helm test")
          .hasSize(Chart.withDefaults().all().size() - 1);
    }
  }

  @Test
  void installsOnACurrentKubernetes() throws IOException {
    try (FakeKubernetes cluster = new FakeKubernetes("1.34.0", ApiResources.ofKubernetes134())) {
      install(cluster, "defaults.yaml");

      assertThat(cluster.paths())
          .contains(
              "/apis/policy/v1/namespaces/video/poddisruptionbudgets/studio-framelog-edge",
              "/apis/autoscaling/v2/namespaces/video/horizontalpodautoscalers/studio-framelog-edge");
    }
  }

  @Test
  void scalesByViewersIfTheClusterHasPodMetrics() throws IOException {
    ApiResources adapter = ApiResources.ofKubernetes134().with("custom.metrics.k8s.io/v1beta1");
    try (FakeKubernetes with = new FakeKubernetes("1.34.0", adapter);
        FakeKubernetes without = new FakeKubernetes("1.34.0", ApiResources.ofKubernetes134())) {
      install(with, "defaults.yaml");
      install(without, "defaults.yaml");

      assertThat(metrics(with).findValuesAsText("type")).contains("Resource", "Pods");
      assertThat(metrics(without).findValuesAsText("type"))
          .contains("Resource")
          .doesNotContain("Pods");
    }
  }

  private static JsonNode metrics(FakeKubernetes cluster) {
    return cluster
        .object("autoscaling/v2", "horizontalpodautoscalers/studio-framelog-edge")
        .at("/spec/metrics");
  }

  @Test
  void usesTheApiVersionThatStrimziHas() throws IOException {
    String kinds = " Kafka KafkaNodePool KafkaUser";
    ApiResources old = ApiResources.ofKubernetes134().with("kafka.strimzi.io/v1beta2" + kinds);
    ApiResources both = old.with("kafka.strimzi.io/v1" + kinds);
    try (FakeKubernetes oldStrimzi = new FakeKubernetes("1.30.0", old);
        FakeKubernetes newStrimzi = new FakeKubernetes("1.34.0", both)) {
      install(oldStrimzi, "strimzi.yaml");
      install(newStrimzi, "strimzi.yaml");

      assertThat(oldStrimzi.object("kafka.strimzi.io/v1beta2", "kafkas/studio-framelog-kafka"))
          .isNotNull();
      assertThat(newStrimzi.object("kafka.strimzi.io/v1", "kafkas/studio-framelog-kafka"))
          .isNotNull();
    }
  }

  @Test
  void namesAMissingKind() throws IOException {
    try (FakeKubernetes cluster = new FakeKubernetes("1.34.0", ApiResources.ofKubernetes134())) {
      assertThatThrownBy(() -> install(cluster, "monitoring.yaml"))
          .hasMessageContaining("no matches for kind \"PrometheusRule\"");
      assertThat(cluster.paths()).isEmpty();
    }
  }

  @Test
  void anUpgradeKeepsThePassword() throws IOException {
    try (FakeKubernetes cluster = new FakeKubernetes("1.34.0", ApiResources.ofKubernetes134())) {
      install(cluster, "defaults.yaml");
      String password = password(cluster);

      upgrade(cluster, "autoscaling-off.yaml");

      assertThat(password(cluster)).isNotEmpty().isEqualTo(password);
      assertThat(
              cluster
                  .object("apps/v1", "deployments/studio-framelog-edge")
                  .at("/spec/replicas")
                  .asInt())
          .isEqualTo(3);
      assertThat(cluster.paths()).noneMatch(path -> path.contains("horizontalpodautoscalers"));
    }
  }

  @Test
  void twoReleasesHaveTwoPasswords() throws IOException {
    try (FakeKubernetes one = new FakeKubernetes("1.34.0", ApiResources.ofKubernetes134());
        FakeKubernetes other = new FakeKubernetes("1.34.0", ApiResources.ofKubernetes134())) {
      install(one, "defaults.yaml");
      install(other, "defaults.yaml");

      assertThat(password(one)).isNotEqualTo(password(other));
    }
  }

  private static String password(FakeKubernetes cluster) {
    return cluster.object("v1", "secrets/studio-framelog-kafka").at("/data/password").asText();
  }

  @Test
  void uninstallRemovesAllObjects() throws IOException {
    try (FakeKubernetes cluster = new FakeKubernetes("1.34.0", ApiResources.ofKubernetes134())) {
      install(cluster, "tls-ingress.yaml");
      assertThat(cluster.paths()).isNotEmpty();

      uninstall(cluster);

      assertThat(cluster.paths()).isEmpty();
    }
  }

  @Test
  void uninstallKeepsDataIfConfigured() throws IOException {
    ApiResources monitored =
        ApiResources.ofKubernetes134()
            .with("monitoring.coreos.com/v1 ServiceMonitor PrometheusRule");
    try (FakeKubernetes cluster = new FakeKubernetes("1.34.0", monitored)) {
      install(cluster, "everything.yaml");

      uninstall(cluster);

      assertThat(cluster.paths())
          .containsExactly("/api/v1/namespaces/video/persistentvolumeclaims/studio-video-kafka");
    }
  }

  private static void install(FakeKubernetes cluster, String values) {
    Chart.helm()
        .install()
        .withName(Chart.RELEASE)
        .withNamespace(Chart.NAMESPACE)
        .withValuesFile(Chart.valuesFile(values))
        .disableOpenApiValidation()
        .withKubeConfigContents(cluster.kubeconfig())
        .call();
  }

  private static void upgrade(FakeKubernetes cluster, String values) {
    Chart.helm()
        .upgrade()
        .withName(Chart.RELEASE)
        .withNamespace(Chart.NAMESPACE)
        .withValuesFile(Chart.valuesFile(values))
        .disableOpenApiValidation()
        .withKubeConfigContents(cluster.kubeconfig())
        .call();
  }

  private static void uninstall(FakeKubernetes cluster) {
    Helm.uninstall(Chart.RELEASE)
        .withNamespace(Chart.NAMESPACE)
        .withKubeConfigContents(cluster.kubeconfig())
        .call();
  }
}
