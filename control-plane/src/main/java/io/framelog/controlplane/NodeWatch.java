package io.framelog.controlplane;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Distinguishes a node that is gone from one whose heartbeats cannot be received. This node's own
 * heartbeats take the same path through Kafka, and through this process' channel, as all others:
 * while they do not arrive, missing heartbeats of others prove nothing. Other answers of Kafka are
 * no proof, because the channel that reads heartbeats may have stopped.
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
  /** Two heartbeats may be late; after that missing heartbeats of others prove nothing. */
  private static final Duration DEAF = Duration.ofSeconds(5);

  private final NodeDirectory nodes;
  private final String self;
  private final InstantSource clock;
  private Instant hearingSince = Instant.MIN;
  private Instant heardSelf = Instant.MIN;

  /**
   * @param self id of this node, which its own heartbeats have
   */
  public NodeWatch(NodeDirectory nodes, String self, InstantSource clock) {
    this.nodes = nodes;
    this.self = self;
    this.clock = clock;
  }

  /** Applies one heartbeat, see {@link NodeDirectory#apply}. */
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

  /** Whether the node sent no heartbeat while this node could have received it. */
  public boolean isGone(String node) {
    return silenceTells() && !nodes.isAlive(node);
  }

  /**
   * Whether missing heartbeats prove that a node is gone: own heartbeats have arrived without a gap
   * for longer than {@link NodeDirectory#SILENCE}, and the newest one within 5 s.
   */
  public synchronized boolean silenceTells() {
    Instant now = clock.instant();
    return !heardSelf.equals(Instant.MIN)
        && !heardSelf.plus(DEAF).isBefore(now)
        && !hearingSince.plus(NodeDirectory.SILENCE).isAfter(now);
  }

  /** Removes the nodes that are gone; none while missing heartbeats prove nothing. */
  public List<NodeState> removeGone() {
    return silenceTells() ? nodes.removeGone() : List.of();
  }
}
