package io.framelog.controlplane;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The nodes that live: those heard of within {@link #SILENCE}. Thread-safe.
 *
 * <p>A directory that has itself not listened that long takes a node it never heard of for living,
 * so that a restart of this process declares nobody dead.
 */
public final class NodeDirectory {
  /** A node unheard for so long is gone. */
  public static final Duration SILENCE = Duration.ofSeconds(10);

  private record Heard(NodeState state, Instant at) {}

  private final InstantSource clock;
  private final Instant since;
  private final Map<String, Heard> nodes = new ConcurrentHashMap<>();

  public NodeDirectory(InstantSource clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  /**
   * Takes one heartbeat over.
   *
   * @param heardAt when it was heard: now, or the record's timestamp while the past is being read
   */
  public void apply(NodeState state, Instant heardAt) {
    nodes.merge(
        state.id(),
        new Heard(state, heardAt),
        (known, heard) -> heard.at().isBefore(known.at()) ? known : heard);
  }

  /** Whether the node may still hold what it held. */
  public boolean isAlive(String nodeId) {
    Heard heard = nodes.get(nodeId);
    return isRecent(heard == null ? since : heard.at());
  }

  private boolean isRecent(Instant at) {
    return at.plus(SILENCE).isAfter(clock.instant());
  }

  /** Living nodes, in no order. */
  public List<NodeState> living() {
    return nodes.values().stream().filter(heard -> isRecent(heard.at())).map(Heard::state).toList();
  }

  /** Viewers of a stream on all living edges. */
  public int viewers(String stream) {
    return living().stream().mapToInt(node -> node.viewers().getOrDefault(stream, 0)).sum();
  }

  /**
   * Forgets the nodes that are gone and answers those that lived while this directory listened;
   * each is answered once.
   */
  public List<NodeState> removeGone() {
    List<NodeState> gone = new ArrayList<>();
    if (isRecent(since)) {
      // An unknown node counts as living for so long: what says that one is gone has to stay.
      return gone;
    }
    for (Iterator<Heard> each = nodes.values().iterator(); each.hasNext(); ) {
      Heard heard = each.next();
      if (!isRecent(heard.at())) {
        each.remove();
        if (heard.at().plus(SILENCE).isAfter(since)) {
          gone.add(heard.state());
        }
      }
    }
    return gone;
  }
}
