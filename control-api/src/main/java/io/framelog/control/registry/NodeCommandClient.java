package io.framelog.control.registry;

import io.framelog.controlplane.Command;
import io.framelog.controlplane.CommandAnswer;
import io.framelog.controlplane.NodeState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends commands to nodes and waits for the answers: a command is written to {@code
 * framelog.commands}, and its answer arrives in the node's heartbeats with the command's offset.
 */
@ApplicationScoped
public class NodeCommandClient {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** A node sends a heartbeat every 2 s, and at once with an answer; a process lists devices. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final StreamRegistry registry;
  private final ControlTopicProducer out;

  NodeCommandClient(StreamRegistry registry, ControlTopicProducer out) {
    this.registry = registry;
    this.out = out;
  }

  /** A node did not answer, or refused the command. */
  public static final class NodeCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    NodeCallException(String message, boolean refused) {
      super(message);
      this.refused = refused;
    }

    /** Whether the node refused the command; otherwise it did not answer. */
    public boolean isRefused() {
      return refused;
    }
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @return fails with {@link NodeCallException}
   */
  public Uni<CommandAnswer> call(String node, Command command) {
    return out.send(node, command)
        .chain(
            offset ->
                await(
                    () -> answer(node, offset),
                    "node %s did not answer within %d s; it may still execute the command"
                        .formatted(node, PATIENCE.toSeconds())))
        .invoke(
            answer -> {
              String problem = answer.problem();
              if (problem != null) {
                throw new NodeCallException(problem, true);
              }
            });
  }

  /** Waits for a value that appears in a node's heartbeats. */
  public <T> Uni<T> await(Supplier<Optional<T>> shown, String complaint) {
    return Multi.createFrom()
        .ticks()
        .every(LOOK_AGAIN)
        .onOverflow()
        .drop()
        .map(tick -> shown.get())
        .filter(Optional::isPresent)
        .map(Optional::get)
        .toUni()
        .ifNoItem()
        .after(PATIENCE)
        .failWith(() -> new NodeCallException(complaint, false));
  }

  private Optional<CommandAnswer> answer(String node, long offset) {
    return registry.livingNodes().stream()
        .filter(each -> each.id().equals(node))
        .map(NodeState::answers)
        .flatMap(answers -> answers.stream().filter(each -> each.command() == offset))
        .findFirst();
  }
}
