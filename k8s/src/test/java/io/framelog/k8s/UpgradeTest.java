package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that an upgrade changes no immutable field, neither with other values nor from the previous
 * release. {@code immutable/} contains the immutable fields; a change there needs a new name, or
 * instructions for operators in CHANGELOG.
 */
class UpgradeTest {
  private static final Path RELEASED =
      Path.of("src", "test", "resources", "immutable", "defaults.txt");

  static List<String> valuesFiles() {
    return Chart.valuesFiles();
  }

  /** Volumes are excluded: operators can increase them, and their class cannot change. */
  @ParameterizedTest
  @MethodSource("valuesFiles")
  void fromDefaultsToOtherValues(String values) {
    Map<String, String> before = immutable(Chart.withDefaults());
    Map<String, String> after = immutable(Chart.with(values));

    after.forEach(
        (field, value) -> {
          if (before.containsKey(field) && !field.startsWith("PersistentVolumeClaim ")) {
            assertThat(value).as(field).isEqualTo(before.get(field));
          }
        });
  }

  @Test
  void fromThePreviousRelease() throws IOException {
    StringBuilder now = new StringBuilder();
    immutable(Chart.withDefaults())
        .forEach((field, value) -> now.append(field).append(" = ").append(value).append('\n'));

    assertThat(now.toString()).isEqualTo(Files.readString(RELEASED));
  }

  @Test
  void fromAnOldKubernetesToANewOne() {
    assertThat(immutable(Chart.with("defaults.yaml", "1.34.0")))
        .isEqualTo(immutable(Chart.with("defaults.yaml", "1.20.2")));
  }

  /** The values of the immutable fields by kind, name and field. */
  private static Map<String, String> immutable(Manifests manifests) {
    Map<String, String> fields = new TreeMap<>();
    for (HasMetadata manifest : manifests.all()) {
      String name = manifest.getKind() + " " + manifest.getMetadata().getName();
      if (manifest instanceof Deployment deployment) {
        fields.put(name + " selector", labels(deployment.getSpec().getSelector().getMatchLabels()));
      } else if (manifest instanceof DaemonSet daemonSet) {
        fields.put(name + " selector", labels(daemonSet.getSpec().getSelector().getMatchLabels()));
      } else if (manifest instanceof StatefulSet set) {
        fields.put(name + " selector", labels(set.getSpec().getSelector().getMatchLabels()));
        fields.put(name + " serviceName", set.getSpec().getServiceName());
        fields.put(name + " podManagementPolicy", "" + set.getSpec().getPodManagementPolicy());
        fields.put(name + " volumeClaimTemplates", "" + set.getSpec().getVolumeClaimTemplates());
      } else if (manifest instanceof Service service) {
        fields.put(name + " clusterIP", "" + service.getSpec().getClusterIP());
      } else if (manifest instanceof PersistentVolumeClaim claim) {
        fields.put(name + " accessModes", "" + claim.getSpec().getAccessModes());
        fields.put(name + " storageClassName", "" + claim.getSpec().getStorageClassName());
        fields.put(name + " storage", "" + claim.getSpec().getResources().getRequests());
      }
    }
    return fields;
  }

  private static String labels(Map<String, String> labels) {
    return new TreeMap<>(labels).toString();
  }
}
