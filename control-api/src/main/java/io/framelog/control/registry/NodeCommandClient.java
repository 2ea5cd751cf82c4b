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
 * Asks a node for something and waits for what it says: the command goes out by {@code
 * framelog.commands}, the answer comes with the node's heartbeats, by the command's offset.
 */
@ApplicationScoped
public class NodeCommandClient {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** A node beats every 2 s, and at once when it has an answer; devices take a process to list. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final StreamRegistry registry;
  private final ControlTopicProducer out;

  NodeCommandClient(StreamRegistry registry, ControlTopicProducer out) {
    this.registry = registry;
    this.out = out;
  }

  /** A node did not answer, or not as hoped. */
  public static final class NodeCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    NodeCallException(String message, boolean refused) {
      super(message);
      this.refused = refused;
    }

    /** Whether the node has answered that it will not; otherwise it has not answered. */
    public boolean isRefused() {
      return refused;
    }
  }

  /**
   * Answers what the node did.
   *
   * @return fails with {@link NodeCallException}
   */
  public Uni<CommandAnswer> call(String node, Command command) {
    return out.send(node, command)
        .chain(
            offset ->
                await(
                    () -> answer(node, offset),
                    "node %s did not answer within %d s; what was asked may still happen"
                        .formatted(node, PATIENCE.toSeconds())))
        .invoke(
            answer -> {
              String problem = answer.problem();
              if (problem != null) {
                throw new NodeCallException(problem, true);
              }
            });
  }

  /** Waits for something that a node's heartbeats will show. */
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
