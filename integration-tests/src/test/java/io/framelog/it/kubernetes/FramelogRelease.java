package io.framelog.it.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The chart, installed, and where users find it. */
final class FramelogRelease {
  private static final String NAME = "framelog";
  private static final Path CHART =
      Path.of(System.getProperty("framelog.root"), "k8s", "helm", NAME);
  private static final Path CONFIG = Path.of(System.getenv("KUBECONFIG"));
  private static final int READY_WITHIN_S = 240;

  private final Kubectl kubectl;

  FramelogRelease(Kubectl kubectl) {
    this.kubectl = kubectl;
  }

  /** {@code helm install}, and waits until all of it is ready. */
  String install() {
    return new Helm(CHART)
        .install()
        .withKubeConfig(CONFIG)
        .withName(NAME)
        .withNamespace(kubectl.namespace())
        .createNamespace()
        .waitReady()
        .withTimeout(READY_WITHIN_S)
        .call()
        .getOutput();
  }

  /** {@code helm upgrade} with these values and the defaults for all others, and waits. */
  void upgrade(Map<String, String> values) {
    var upgrade =
        new Helm(CHART)
            .upgrade()
            .withKubeConfig(CONFIG)
            .withName(NAME)
            .withNamespace(kubectl.namespace())
            .resetValues()
            .waitReady()
            .withTimeout(READY_WITHIN_S);
    values.forEach(upgrade::set);
    upgrade.call();
  }

  /** {@code helm test}. */
  String test() {
    return Helm.test(NAME)
        .withKubeConfig(CONFIG)
        .withNamespace(kubectl.namespace())
        .withTimeout(READY_WITHIN_S)
        .call()
        .getOutput();
  }

  void uninstall() {
    Helm.uninstall(NAME).withKubeConfig(CONFIG).withNamespace(kubectl.namespace()).call();
  }

  /** Where publishers outside the cluster go: the ingest Service's own address. */
  String ingest() {
    return Awaitility.await("an address for publishers")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> service("ingest").path("status").at("/loadBalancer/ingress/0/ip").asText(),
            address -> !address.isEmpty());
  }

  /** The edge Service, for viewers. */
  URI edge(String scheme, String path) {
    return address("edge", scheme, path);
  }

  URI controlApi(String path) {
    return address("control-api", "http", path);
  }

  private URI address(String component, String scheme, String path) {
    JsonNode spec = service(component).path("spec");
    String port = spec.at("/ports/0/port").asText();
    return URI.create(scheme + "://" + spec.path("clusterIP").asText() + ":" + port + path);
  }

  private JsonNode service(String component) {
    return kubectl.get("service", NAME + "-" + component);
  }

  /** Names of a component's pods that are not about to end. */
  List<String> pods(String component) {
    List<String> names = new ArrayList<>();
    for (JsonNode pod :
        kubectl.get("pods", "--selector=app.kubernetes.io/component=" + component).path("items")) {
      if (!pod.path("metadata").has("deletionTimestamp")) {
        names.add(pod.path("metadata").path("name").asText());
      }
    }
    return names;
  }

  /** Waits until a component is as it was asked to be. */
  void awaitRolledOut(String kindAndName) {
    kubectl.run("rollout", "status", kindAndName, "--timeout=180s");
  }
}
