package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that label selectors select the intended objects only. */
class SelectorsTest {
  @EachRendering
  void everyServiceFindsItsPodsAndTheirPorts(
      String values, String kubernetes, Manifests manifests) {
    manifests
        .all(Service.class)
        .forEach(
            service -> {
              List<PodTemplateSpec> found = selected(manifests, service.getSpec().getSelector());
              assertThat(found).as(service.getMetadata().getName()).isNotEmpty();
              assertThat(found)
                  .allSatisfy(
                      pod ->
                          assertThat(service.getSpec().getPorts())
                              .allSatisfy(
                                  port ->
                                      assertThat(pod.getSpec().getContainers().get(0).getPorts())
                                          .anyMatch(
                                              p ->
                                                  p.getName()
                                                      .equals(port.getTargetPort().getStrVal()))));
            });
  }

  @EachRendering
  void everyWorkloadSelectsItsOwnPodsOnly(String values, String kubernetes, Manifests manifests) {
    manifests
        .all(Deployment.class)
        .forEach(
            deployment ->
                assertThat(selected(manifests, deployment.getSpec().getSelector().getMatchLabels()))
                    .as(deployment.getMetadata().getName())
                    .containsExactly(deployment.getSpec().getTemplate()));
    manifests
        .all(StatefulSet.class)
        .forEach(
            set ->
                assertThat(selected(manifests, set.getSpec().getSelector().getMatchLabels()))
                    .containsExactly(set.getSpec().getTemplate()));
    manifests
        .all(DaemonSet.class)
        .forEach(
            set ->
                assertThat(selected(manifests, set.getSpec().getSelector().getMatchLabels()))
                    .containsExactly(set.getSpec().getTemplate()));
  }

  @EachRendering
  void spreadConstraintsSelectTheComponent(String values, String kubernetes, Manifests manifests) {
    manifests
        .all(Deployment.class)
        .forEach(
            deployment -> {
              PodTemplateSpec pod = deployment.getSpec().getTemplate();
              assertThat(pod.getSpec().getTopologySpreadConstraints())
                  .extracting(TopologySpreadConstraint::getTopologyKey)
                  .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
              assertThat(pod.getSpec().getTopologySpreadConstraints())
                  .allSatisfy(
                      spread ->
                          assertThat(pod.getMetadata().getLabels())
                              .containsAllEntriesOf(spread.getLabelSelector().getMatchLabels()));
            });
  }

  @EachRendering
  void disruptionBudgetsSelectExistingPods(String values, String kubernetes, Manifests manifests) {
    manifests
        .all(io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget.class)
        .forEach(
            budget ->
                assertThat(selected(manifests, budget.getSpec().getSelector().getMatchLabels()))
                    .hasSize(1));
    manifests
        .all(io.fabric8.kubernetes.api.model.policy.v1beta1.PodDisruptionBudget.class)
        .forEach(
            budget ->
                assertThat(selected(manifests, budget.getSpec().getSelector().getMatchLabels()))
                    .hasSize(1));
  }

  @Test
  void prometheusSelectsEveryServiceWithMetrics() {
    Manifests manifests = Chart.with("everything.yaml");
    ServiceMonitor monitor = manifests.all(ServiceMonitor.class).findFirst().orElseThrow();
    Map<String, String> wanted = monitor.getSpec().getSelector().getMatchLabels();

    assertThat(manifests.all(Service.class))
        .filteredOn(service -> carries(service.getMetadata(), wanted))
        .filteredOn(
            service ->
                service.getSpec().getPorts().stream().anyMatch(p -> p.getName().equals("http")))
        .extracting(service -> service.getMetadata().getName())
        .containsExactlyInAnyOrder(
            "studio-video-ingest",
            "studio-video-edge",
            "studio-video-control-api",
            "studio-video-capture");
  }

  private static List<PodTemplateSpec> selected(Manifests manifests, Map<String, String> labels) {
    return manifests.pods().values().stream()
        .filter(pod -> carries(pod.getMetadata(), labels))
        .toList();
  }

  private static boolean carries(ObjectMeta metadata, Map<String, String> labels) {
    return metadata.getLabels().entrySet().containsAll(labels.entrySet());
  }
}
