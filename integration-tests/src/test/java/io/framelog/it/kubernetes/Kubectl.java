package io.framelog.it.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framelog.it.process.RunningProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code kubectl} on the cluster in {@code KUBECONFIG}.
 *
 * @param namespace of all commands
 */
record Kubectl(String namespace) {
  private static final Duration AT_MOST = Duration.ofMinutes(4);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Runs a command, which must succeed, and returns its output. */
  String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("kubectl", "--namespace=" + namespace));
    command.addAll(List.of(arguments));
    try (RunningProcess kubectl = RunningProcess.start("kubectl", command)) {
      int exit = kubectl.awaitExit(AT_MOST);
      assertThat(exit).as("%s%n%s", command, kubectl.output()).isZero();
      return kubectl.output();
    }
  }

  JsonNode get(String... what) {
    List<String> arguments = new ArrayList<>(List.of("get", "--output=json"));
    arguments.addAll(List.of(what));
    try {
      return JSON.readTree(run(arguments.toArray(String[]::new)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("kubectl printed no JSON for " + arguments, e);
    }
  }

  /** {@code kind/name} of all objects of these kinds. */
  List<String> names(String kinds) {
    List<String> names = new ArrayList<>();
    for (JsonNode item : get(kinds).path("items")) {
      names.add(item.path("kind").asText() + "/" + item.path("metadata").path("name").asText());
    }
    return names;
  }
}
