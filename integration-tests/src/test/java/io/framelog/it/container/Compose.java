package io.framelog.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs {@code docker/compose.yaml} on the engine in {@code DOCKER_HOST}. The property {@code
 * framelog.compose} is {@code docker-compose} or {@code docker compose}.
 */
final class Compose implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String STATE =
      "{{index .Config.Labels \"com.docker.compose.service\"}} {{.State.Status}}"
          + " {{.State.ExitCode}} {{.State.OOMKilled}} {{.State.Health.Status}}";

  /** The state of a container. */
  record State(String service, String status, int exitCode, boolean outOfMemory, String health) {
    static State parse(String line) {
      List<String> words = words(line);
      return new State(
          words.get(0),
          words.get(1),
          Integer.parseInt(words.get(2)),
          Boolean.parseBoolean(words.get(3)),
          words.get(4));
    }
  }

  private final List<String> command;

  private Compose(List<String> command) {
    this.command = command;
  }

  /** Starts all services from existing images and returns when the last one has started. */
  static Compose up() {
    Path file =
        Path.of(System.getProperty("framelog.root", ".."), "docker", "compose.yaml").normalize();
    List<String> command =
        new ArrayList<>(words(System.getProperty("framelog.compose", "docker-compose")));
    command.addAll(List.of("--project-name", "framelog-test", "--file", file.toString()));
    Compose compose = new Compose(List.copyOf(command));
    compose.run("up", "--detach", "--no-build");
    return compose;
  }

  /** Runs a subcommand, which must succeed, and returns its output. */
  List<String> run(String... arguments) {
    return output(Stream.concat(command.stream(), Stream.of(arguments)).toList());
  }

  /** The states of all containers, including stopped ones. */
  List<State> states() {
    List<String> inspect = new ArrayList<>(List.of("docker", "inspect", "--format", STATE));
    inspect.addAll(run("ps", "--all", "--quiet"));
    return output(inspect).stream().map(State::parse).toList();
  }

  State state(String service) {
    return states().stream()
        .filter(state -> state.service().equals(service))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> output(List<String> command) {
    try (RunningProcess process = RunningProcess.start(command.get(0), command)) {
      assertThat(process.awaitExit(PATIENCE)).as("%s%n%s", command, process.output()).isZero();
      return process.lines().stream().filter(line -> !line.isBlank()).toList();
    }
  }

  private static List<String> words(String line) {
    return Pattern.compile(" ").splitAsStream(line.strip()).toList();
  }

  /** Removes the containers, their network and their volume. */
  @Override
  public void close() {
    run("down", "--volumes");
  }
}
