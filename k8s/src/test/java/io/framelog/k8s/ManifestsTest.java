package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of all manifests. {@link Manifests} parses them strictly. */
class ManifestsTest {
  @EachRendering
  void namesAreUnique(String values, String kubernetes, Manifests manifests) {
    assertThat(manifests.all())
        .extracting(manifest -> manifest.getKind() + " " + manifest.getMetadata().getName())
        .doesNotHaveDuplicates();
  }

  @EachRendering
  void allHaveTheLabelsOfTheRelease(String values, String kubernetes, Manifests manifests) {
    assertThat(manifests.all())
        .allSatisfy(
            manifest ->
                assertThat(manifest.getMetadata().getLabels())
                    .as("%s %s", manifest.getKind(), manifest.getMetadata().getName())
                    .containsEntry("app.kubernetes.io/instance", Chart.RELEASE)
                    .containsEntry("app.kubernetes.io/managed-by", "Helm")
                    .containsKeys("app.kubernetes.io/name", "app.kubernetes.io/component"));
  }

  @EachRendering
  void noneGrantsRights(String values, String kubernetes, Manifests manifests) {
    assertThat(manifests.all())
        .noneMatch(
            manifest ->
                manifest instanceof Role
                    || manifest instanceof ClusterRole
                    || manifest instanceof RoleBinding
                    || manifest instanceof ClusterRoleBinding);
  }

  @EachRendering
  void theClusterHasAllApiVersions(String values, String kubernetes, Manifests manifests) {
    boolean old = kubernetes.startsWith("1.20.");
    Map<String, String> moved =
        Map.of(
            "PodDisruptionBudget", old ? "policy/v1beta1" : "policy/v1",
            "HorizontalPodAutoscaler", old ? "autoscaling/v2beta2" : "autoscaling/v2");

    for (HasMetadata manifest : manifests.all()) {
      String expected = moved.getOrDefault(manifest.getKind(), manifest.getApiVersion());
      assertThat(manifest.getApiVersion()).as(manifest.getKind()).isEqualTo(expected);
    }
  }

  @Test
  void namesThatLookLikeNumbersAreStrings() {
    Manifests manifests =
        Manifests.parse(
            Chart.template()
                .withName("2026")
                .withValuesFile(Chart.valuesFile("numbers.yaml"))
                .call());

    assertThat(manifests.the(Deployment.class, "2026-framelog-edge-1").getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/instance", "2026");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v1                       | Sevice         | {ports: []}
          v1                       | Service        | {port: []}
          apps/v1                  | Deployment     | {template: {spec: {containers: [{name: a, imagePullpolicy: Always}]}}}
          monitoring.coreos.com/v1 | ServiceMonitor | {endpoints: [{ports: http}]}
          kafka.strimzi.io/v1      | Kafka          | {kafka: {listeners: [{name: tls, ports: 1}]}}
          """)
  void refusesAnUnknownKindOrField(String apiVersion, String kind, String spec) {
    String manifest = "apiVersion: %s\nkind: %s\nmetadata: {name: a}\nspec: %s\n";

    assertThatThrownBy(() -> Manifests.parse(manifest.formatted(apiVersion, kind, spec)))
        .isInstanceOf(AssertionError.class);
  }
}
