package io.framelog.it.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.framelog.it.process.RunningProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** An installed release of the chart, and its addresses. */
final class FramelogRelease {
  private static final String NAME = "framelog";
  private static final Path ROOT = Path.of(System.getProperty("framelog.root"));
  private static final Path CHART = ROOT.resolve("k8s/helm").resolve(NAME);
  private static final Path HELM = ROOT.resolve("k8s/test/helm");
  private static final Duration AT_MOST = Duration.ofMinutes(5);

  private final Kubectl kubectl;

  FramelogRelease(Kubectl kubectl) {
    this.kubectl = kubectl;
  }

  /** Runs {@code helm install} with defaults, waits until all is ready, and returns the notes. */
  String install() {
    return helm("install", NAME, CHART.toString(), "--wait", "--timeout=4m");
  }

  /** Runs {@code helm upgrade} with these values and the defaults of all others, and waits. */
  void upgrade(Map<String, String> values) {
    List<String> arguments =
        new ArrayList<>(List.of("upgrade", NAME, CHART.toString(), "--wait", "--timeout=4m"));
    arguments.add("--reset-values");
    values.forEach((key, value) -> arguments.add("--set=" + key + "=" + value));
    helm(arguments.toArray(String[]::new));
  }

  /** {@code helm test}. */
  String test() {
    return helm("test", NAME, "--logs", "--timeout=4m");
  }

  void uninstall() {
    helm("uninstall", NAME);
  }

  private String helm(String... arguments) {
    List<String> command = new ArrayList<>(List.of(HELM.toString()));
    command.addAll(List.of(arguments));
    command.add("--namespace=" + kubectl.namespace());
    try (RunningProcess helm = RunningProcess.start("helm", command)) {
      int exit = helm.awaitExit(AT_MOST);
      assertThat(exit).as("%s%n%s", command, helm.output()).isZero();
      return helm.output();
    }
  }

  /** Address of the ingest Service for publishers outside the cluster. */
  String ingest() {
    return Awaitility.await("an address for publishers")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> service("ingest").path("status").at("/loadBalancer/ingress/0/ip").asText(),
            address -> !address.isEmpty());
  }

  /** URL of the edge Service for viewers. */
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

  /** Names of a component's pods that are not terminating. */
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

  /** Waits until a component's rollout has finished. */
  void awaitRolledOut(String kindAndName) {
    kubectl.run("rollout", "status", kindAndName, "--timeout=180s");
  }
}
