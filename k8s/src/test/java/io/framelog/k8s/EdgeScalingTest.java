package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests of the number and placement of edges. */
class EdgeScalingTest {
  @Test
  void onlyTheAutoscalerSetsTheNumberOfEdges() {
    Manifests manifests = Chart.withDefaults();
    HorizontalPodAutoscaler autoscaler = autoscaler(manifests);

    assertThat(edge(manifests).getSpec().getReplicas()).isNull();
    assertThat(autoscaler.getSpec().getScaleTargetRef().getName())
        .isEqualTo("studio-framelog-edge");
    assertThat(autoscaler.getSpec().getMinReplicas()).isEqualTo(2);
    assertThat(autoscaler.getSpec().getMetrics())
        .extracting(MetricSpec::getType)
        .containsExactly("Resource");
  }

  @Test
  void theValuesSetTheNumberOfEdgesWithoutAnAutoscaler() {
    Manifests manifests = Chart.with("autoscaling-off.yaml");

    assertThat(manifests.all(HorizontalPodAutoscaler.class)).isEmpty();
    assertThat(edge(manifests).getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void scalesByViewersIfAnAdapterProvidesThem() {
    MetricSpec viewers =
        autoscaler(Chart.with("autoscaling-by-viewers.yaml")).getSpec().getMetrics().get(1);

    assertThat(viewers.getPods().getMetric().getName()).isEqualTo("framelog_edge_viewers");
    assertThat(viewers.getPods().getTarget().getAverageValue().toString()).isEqualTo("2000");
    assertThat(OperationsPage.metrics()).contains("framelog_edge_viewers");
  }

  @Test
  void removesEdgesOneByOneAndSlowly() {
    var down = autoscaler(Chart.withDefaults()).getSpec().getBehavior().getScaleDown();

    assertThat(down.getStabilizationWindowSeconds()).isEqualTo(600);
    assertThat(down.getPolicies())
        .singleElement()
        .satisfies(
            policy -> {
              assertThat(policy.getType()).isEqualTo("Pods");
              assertThat(policy.getValue()).isEqualTo(1);
              assertThat(policy.getPeriodSeconds()).isEqualTo(120);
            });
  }

  @Test
  void eachZoneHasEdgesThatAreConfiguredWithIt() {
    Manifests manifests = Chart.with("zones.yaml");

    for (String zone : List.of("eu-1a", "eu-1b", "eu-1c")) {
      String name = "studio-framelog-edge-" + zone;
      var pod = manifests.the(Deployment.class, name).getSpec().getTemplate();
      assertThat(pod.getSpec().getNodeSelector())
          .containsEntry("topology.kubernetes.io/zone", zone)
          .containsEntry("pool", "edges");
      assertThat(pod.getMetadata().getLabels())
          .containsEntry("framelog.io/zone", zone)
          .containsEntry("team", "video");
      assertThat(rack(manifests, name)).map(EnvVar::getValue).contains(zone);
      assertThat(
              manifests
                  .the(HorizontalPodAutoscaler.class, name)
                  .getSpec()
                  .getScaleTargetRef()
                  .getName())
          .isEqualTo(name);
      assertThat(
              manifests
                  .the(PodDisruptionBudget.class, name)
                  .getSpec()
                  .getSelector()
                  .getMatchLabels())
          .containsEntry("framelog.io/zone", zone);
    }
    assertThat(manifests.the(Service.class, "studio-framelog-edge").getSpec().getSelector())
        .as("one Service for all zones")
        .doesNotContainKey("framelog.io/zone");
  }

  @Test
  void takesTheZoneFromThePodLabelOnANewKubernetes() {
    Manifests manifests =
        Manifests.parse(
            Chart.template().withKubeVersion("1.35.0").set("edge.rackFromPodLabel", true).call());

    assertThat(rack(manifests, "studio-framelog-edge"))
        .map(variable -> variable.getValueFrom().getFieldRef().getFieldPath())
        .contains("metadata.labels['topology.kubernetes.io/zone']");
    assertThatThrownBy(
            () ->
                Chart.template()
                    .withKubeVersion("1.30.0")
                    .set("edge.rackFromPodLabel", true)
                    .call())
        .hasMessageContaining("edge.rackFromPodLabel");
  }

  @Test
  void anEdgeWithoutAZoneReadsFromLeaders() {
    assertThat(rack(Chart.withDefaults(), "studio-framelog-edge")).isEmpty();
  }

  private static Deployment edge(Manifests manifests) {
    return manifests.the(Deployment.class, "studio-framelog-edge");
  }

  private static HorizontalPodAutoscaler autoscaler(Manifests manifests) {
    return manifests.the(HorizontalPodAutoscaler.class, "studio-framelog-edge");
  }

  private static Optional<EnvVar> rack(Manifests manifests, String deployment) {
    Stream<EnvVar> variables =
        manifests
            .the(Deployment.class, deployment)
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0)
            .getEnv()
            .stream();
    return variables.filter(variable -> variable.getName().equals("FRAMELOG_RACK")).findFirst();
  }
}
