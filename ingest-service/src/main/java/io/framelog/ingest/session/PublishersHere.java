package io.framelog.ingest.session;

import io.framelog.controlplane.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The connections of this node by the owner that their claims name. The node knows whether they are
 * open, independent of their sessions in the log. Thread-safe.
 */
public final class PublishersHere {
  /** A publisher that is not paused sends several times a second. */
  private static final Duration SILENCE = Duration.ofSeconds(2);

  private final NodeId node;
  private final AtomicLong entered = new AtomicLong();
  private final Map<SessionOwner, LongSupplier> silences = new ConcurrentHashMap<>();

  public PublishersHere(NodeId node) {
    this.node = node;
  }

  /**
   * A publisher has connected.
   *
   * @param silentNanos time since it sent its last bytes, ns; called on any thread
   * @return the owner of its sessions, unique to this connection
   */
  SessionOwner enter(String connection, LongSupplier silentNanos) {
    SessionOwner owner =
        SessionOwner.of(node, connection + "#" + Long.toString(entered.incrementAndGet()));
    silences.put(owner, silentNanos);
    return owner;
  }

  /** Its connection has ended, and all its records are acknowledged or lost. */
  void leave(SessionOwner owner) {
    silences.remove(owner);
  }

  /** Whether an owner was a connection of this node that has ended. */
  boolean isGone(SessionOwner owner) {
    return owner.node().equals(node.value()) && !silences.containsKey(owner);
  }

  /** Whether an owner is a connection of this node that sends nothing at present. */
  boolean isSilent(SessionOwner owner) {
    LongSupplier silentNanos = silences.get(owner);
    return silentNanos != null && silentNanos.getAsLong() >= SILENCE.toNanos();
  }
}
