package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import org.junit.jupiter.api.Test;

/**
 * Tests that every pod meets Kubernetes' Pod Security Standard "restricted", except capture nodes
 * that mount devices.
 */
class PodSecurityTest {
  private static final String PRIVILEGED = "capture-privileged.yaml";

  @EachRendering
  void podsAreRestricted(String values, String kubernetes, Manifests manifests) {
    manifests
        .pods()
        .forEach(
            (owner, pod) -> {
              PodSpec spec = pod.getSpec();
              assertThat(spec.getSecurityContext().getRunAsNonRoot()).as(owner).isTrue();
              assertThat(spec.getSecurityContext().getRunAsUser()).as(owner).isPositive();
              assertThat(spec.getSecurityContext().getSeccompProfile().getType())
                  .isEqualTo("RuntimeDefault");
              assertThat(spec.getHostNetwork()).isNull();
              assertThat(spec.getHostPID()).isNull();
              if (!isPrivileged(values, owner)) {
                assertThat(spec.getVolumes()).as(owner).allMatch(PodSecurityTest::isHarmless);
                assertThat(spec.getContainers()).as(owner).allSatisfy(this::isRestricted);
              }
            });
  }

  private static boolean isPrivileged(String values, String owner) {
    return values.equals(PRIVILEGED) && owner.startsWith("DaemonSet ");
  }

  private static boolean isHarmless(Volume volume) {
    return volume.getHostPath() == null;
  }

  private void isRestricted(Container container) {
    SecurityContext security = container.getSecurityContext();
    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
    assertThat(security.getPrivileged()).isNull();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(security.getCapabilities().getAdd()).isEmpty();
  }

  @EachRendering
  void rootFileSystemsAreReadOnly(String values, String kubernetes, Manifests manifests) {
    assertThat(manifests.pods().values())
        .flatExtracting(pod -> pod.getSpec().getContainers())
        .allSatisfy(
            container ->
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue());
  }

  @EachRendering
  void noPodHasATokenOfTheCluster(String values, String kubernetes, Manifests manifests) {
    assertThat(manifests.pods().values())
        .allSatisfy(
            pod -> {
              assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
              assertThat(pod.getSpec().getEnableServiceLinks()).isFalse();
            });
    assertThat(manifests.all(ServiceAccount.class))
        .allMatch(account -> !account.getAutomountServiceAccountToken());
  }

  @EachRendering
  void everyContainerHasResourceLimits(String values, String kubernetes, Manifests manifests) {
    manifests
        .pods()
        .forEach(
            (owner, pod) -> {
              assertThat(pod.getSpec().getContainers())
                  .as(owner)
                  .allSatisfy(
                      container -> {
                        assertThat(container.getResources().getLimits()).containsKey("memory");
                        assertThat(container.getResources().getRequests())
                            .containsKeys("cpu", "memory");
                      });
              assertThat(pod.getSpec().getVolumes())
                  .as(owner)
                  .filteredOn(volume -> volume.getEmptyDir() != null)
                  .allMatch(volume -> volume.getEmptyDir().getSizeLimit() != null);
            });
  }

  @Test
  void mountedDevicesNeedAPrivilegedContainerWithoutRoot() {
    PodSpec pod = capture(PRIVILEGED);
    Container container = pod.getContainers().get(0);

    assertThat(container.getSecurityContext().getPrivileged()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
    assertThat(pod.getSecurityContext().getSupplementalGroups()).containsExactly(44L, 29L);
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getHostPath() != null)
        .extracting(
            volume -> volume.getHostPath().getPath(), volume -> volume.getHostPath().getType())
        .containsExactly(tuple("/dev/video0", "CharDevice"), tuple("/dev/snd", "Directory"));
  }

  @Test
  void devicesOfAPluginNeedNoPrivileges() {
    Container container = capture("capture-device-plugin.yaml").getContainers().get(0);

    assertThat(container.getSecurityContext().getPrivileged()).isNull();
    assertThat(container.getResources().getLimits()).containsKey("smarter-devices/video0");
  }

  private static PodSpec capture(String values) {
    return Chart.with(values)
        .the(DaemonSet.class, Chart.NAME + "-capture")
        .getSpec()
        .getTemplate()
        .getSpec();
  }
}
