package io.framelog.edge.node;

import io.framelog.control.NodeDirectory;
import io.framelog.control.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Tells a node that is gone from one that cannot be heard. The edge's own signs of life take the
 * same way through Kafka as everybody's: as long as they do not come back, the silence of others
 * says nothing.
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
  /** Two beats may be late; past that the edge takes itself for deaf. */
  private static final Duration DEAF = Duration.ofSeconds(5);

  private final NodeDirectory nodes;
  private final String self;
  private final InstantSource clock;
  private Instant hearingSince = Instant.MIN;
  private Instant heardSelf = Instant.MIN;

  /**
   * @param self node id of this edge
   */
  public NodeWatch(NodeDirectory nodes, String self, InstantSource clock) {
    this.nodes = nodes;
    this.self = self;
    this.clock = clock;
  }

  /** Takes one sign of life over, see {@link NodeDirectory#apply}. */
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

  /** Whether the node was silent all the while the edge could have heard it. */
  public boolean isGone(String node) {
    return hasHeardLongEnough() && !nodes.isAlive(node);
  }

  private synchronized boolean hasHeardLongEnough() {
    Instant now = clock.instant();
    return !heardSelf.equals(Instant.MIN)
        && !heardSelf.plus(DEAF).isBefore(now)
        && !hearingSince.plus(NodeDirectory.SILENCE).isAfter(now);
  }
}
