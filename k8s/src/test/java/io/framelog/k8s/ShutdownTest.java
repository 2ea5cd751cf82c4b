package io.framelog.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.RollingUpdateDeployment;
import java.util.List;
import java.util.Map;

/** Tests that pods have the time to shut down, and that a replacement is ready before. */
class ShutdownTest {
  @EachRendering
  void anEdgeHasTimeToMoveItsViewers(String values, String kubernetes, Manifests manifests) {
    manifests
        .all(Deployment.class)
        .filter(deployment -> component(deployment).equals("edge"))
        .map(deployment -> deployment.getSpec().getTemplate().getSpec())
        .forEach(
            pod ->
                assertThat(pod.getTerminationGracePeriodSeconds())
                    .isGreaterThan(
                        preStop(pod)
                            + seconds(manifests, "edge", "framelog.edge.drain-duration")
                            + seconds(manifests, "edge", "framelog.edge.moved-grace")));
  }

  @EachRendering
  void anIngestNodeHasTimeToEndItsSessions(String values, String kubernetes, Manifests manifests) {
    manifests
        .all(Deployment.class)
        .filter(deployment -> component(deployment).equals("ingest"))
        .map(deployment -> deployment.getSpec().getTemplate().getSpec())
        .forEach(
            pod ->
                assertThat(pod.getTerminationGracePeriodSeconds())
                    .isGreaterThan(
                        preStop(pod)
                            + seconds(manifests, "ingest", "framelog.ingest.end-timeout")));
    manifests
        .all(DaemonSet.class)
        .map(capture -> capture.getSpec().getTemplate().getSpec())
        .forEach(
            pod ->
                assertThat(pod.getTerminationGracePeriodSeconds())
                    .isGreaterThan(seconds(manifests, "capture", "framelog.ingest.end-timeout")));
  }

  @EachRendering
  void aPodStopsWhenItsReplacementIsReady(String values, String kubernetes, Manifests manifests) {
    assertThat(manifests.all(Deployment.class))
        .isNotEmpty()
        .allSatisfy(
            deployment -> {
              RollingUpdateDeployment rolling =
                  deployment.getSpec().getStrategy().getRollingUpdate();
              assertThat(rolling.getMaxUnavailable().getIntVal()).isZero();
              assertThat(rolling.getMaxSurge().getIntVal()).isEqualTo(1);
              assertThat(preStop(deployment.getSpec().getTemplate().getSpec())).isPositive();
            });
  }

  @EachRendering
  void everyServiceHasProbes(String values, String kubernetes, Manifests manifests) {
    assertThat(manifests.all(Deployment.class))
        .extracting(deployment -> deployment.getSpec().getTemplate())
        .extracting(PodTemplateSpec::getSpec)
        .flatExtracting(PodSpec::getContainers)
        .allSatisfy(
            container -> {
              assertThat(path(container.getStartupProbe())).isEqualTo("/q/health/started");
              assertThat(path(container.getReadinessProbe())).isEqualTo("/q/health/ready");
              assertThat(path(container.getLivenessProbe())).isEqualTo("/q/health/live");
            });
  }

  private static String path(Probe probe) {
    return probe.getHttpGet().getPath();
  }

  private static String component(Deployment deployment) {
    return deployment.getMetadata().getLabels().getOrDefault("app.kubernetes.io/component", "");
  }

  private static long preStop(PodSpec pod) {
    Container container = pod.getContainers().get(0);
    List<String> command = container.getLifecycle().getPreStop().getExec().getCommand();
    assertThat(command).hasSize(2).startsWith("sleep");
    return Long.parseLong(command.get(1));
  }

  private static long seconds(Manifests manifests, String component, String key) {
    Map<String, String> settings =
        manifests
            .all(ConfigMap.class)
            .filter(map -> map.getMetadata().getName().endsWith("-" + component))
            .map(Settings::of)
            .findFirst()
            .orElseThrow();
    return Long.parseLong(settings.getOrDefault(key, "").replace("s", ""));
  }
}
