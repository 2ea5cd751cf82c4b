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
 * The live nodes: those with a heartbeat within {@link #SILENCE}. Thread-safe.
 *
 * <p>A directory that has existed for a shorter time considers unknown nodes live, so that a
 * restart of this process declares no node gone.
 */
public final class NodeDirectory {
  /** A node without a heartbeat for this long is gone. */
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
   * Applies one heartbeat.
   *
   * @param heardAt when it was received: now, or the record's timestamp during the replay
   */
  public void apply(NodeState state, Instant heardAt) {
    nodes.merge(
        state.id(),
        new Heard(state, heardAt),
        (known, heard) -> heard.at().isBefore(known.at()) ? known : heard);
  }

  /** Whether the node may still hold its sessions. */
  public boolean isAlive(String nodeId) {
    Heard heard = nodes.get(nodeId);
    return isRecent(heard == null ? since : heard.at());
  }

  private boolean isRecent(Instant at) {
    return at.plus(SILENCE).isAfter(clock.instant());
  }

  /** Live nodes, in no order. */
  public List<NodeState> living() {
    return nodes.values().stream().filter(heard -> isRecent(heard.at())).map(Heard::state).toList();
  }

  /** Viewers of a stream on all live edges. */
  public int viewers(String stream) {
    return living().stream().mapToInt(node -> node.viewers().getOrDefault(stream, 0)).sum();
  }

  /**
   * Removes the nodes that are gone. Returns those that were live while this directory existed;
   * each is returned once.
   */
  public List<NodeState> removeGone() {
    List<NodeState> gone = new ArrayList<>();
    if (isRecent(since)) {
      // An unknown node counts as live during this time, so a gone node must stay known.
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
