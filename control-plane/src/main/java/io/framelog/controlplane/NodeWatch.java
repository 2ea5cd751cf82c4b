package io.framelog.controlplane;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Tells a node that is gone from one that cannot be heard. This node's own heartbeats take the same
 * way through Kafka, and through this process' channel, as everybody's: as long as they do not come
 * back, the silence of others proves nothing. That Kafka takes or answers something else is no
 * proof: the channel that reads heartbeats may have stopped.
 *
 * <pre>
 *   own beat     | | | |             | | | | | | | |
 *   node's beat  | | | |               none
 *                       ◀─ outage ──▶◀── SILENCE ──▶ gone
 * </pre>
 *
 * Thread-safe.
 */
public final class NodeWatch {
  /** Two heartbeats may be late; after that this node does not trust the silence of others. */
  private static final Duration DEAF = Duration.ofSeconds(5);

  private final NodeDirectory nodes;
  private final String self;
  private final InstantSource clock;
  private Instant hearingSince = Instant.MIN;
  private Instant heardSelf = Instant.MIN;

  /**
   * @param self id of this node, under which its own heartbeats come back
   */
  public NodeWatch(NodeDirectory nodes, String self, InstantSource clock) {
    this.nodes = nodes;
    this.self = self;
    this.clock = clock;
  }

  /** Takes one heartbeat over, see {@link NodeDirectory#apply}. */
  public void apply(NodeState state, Instant heardAt) {
    nodes.apply(state, heardAt);
    if (state.id().equals(self)) {
      hearSelf(heardAt);
    }
  }

  private synchronized void hearSelf(Instant at) {
    if (heardSelf.equals(Instant.MIN) || heardSelf.plus(DEAF).isBefore(at)) {
      hearingSince = at;
    }
    heardSelf = at;
  }

  /** Whether the node was silent all the while this one could have heard it. */
  public boolean isGone(String node) {
    return silenceTells() && !nodes.isAlive(node);
  }

  /**
   * Whether who is not heard now could have been: own heartbeats have come back without a break for
   * longer than {@link NodeDirectory#SILENCE}, and the newest did so within 5 s.
   */
  public synchronized boolean silenceTells() {
    Instant now = clock.instant();
    return !heardSelf.equals(Instant.MIN)
        && !heardSelf.plus(DEAF).isBefore(now)
        && !hearingSince.plus(NodeDirectory.SILENCE).isAfter(now);
  }

  /** Forgets the nodes that are gone; none while silence proves nothing. */
  public List<NodeState> removeGone() {
    return silenceTells() ? nodes.removeGone() : List.of();
  }
}
