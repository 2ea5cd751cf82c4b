package io.framelog.ingest.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how often publishers connect: on this node, and from one address, so that one that cannot
 * stop trying leaves room for the others. The table of addresses is bounded; the one used least
 * recently goes first, and then begins anew. Thread-safe.
 */
final class ConnectionRate {
  private static final int MOST_ADDRESSES = 4096;

  /** What may come at once: as much as comes in this time. */
  private static final int BURST_SECONDS = 10;

  private final int perAddress;
  private final int perNode;
  private final @Nullable TokenBucket node;
  private final LinkedHashMap<String, TokenBucket> addresses = new LinkedHashMap<>(64, 0.75f, true);

  /**
   * No connection yet.
   *
   * @param perAddress connections a second from one address; 0 for any number
   * @param perNode connections a second in all; 0 for any number
   */
  ConnectionRate(int perAddress, int perNode, long now) {
    this.perAddress = perAddress;
    this.perNode = perNode;
    this.node = perNode == 0 ? null : bucket(perNode, now);
  }

  private static TokenBucket bucket(int perSecond, long now) {
    return new TokenBucket(perSecond, (double) perSecond * BURST_SECONDS, now);
  }

  /**
   * Counts one more connection.
   *
   * @param address whence it comes
   * @return why it is one too many
   */
  synchronized Optional<String> refusal(String address, long now) {
    if (perAddress > 0 && !of(address, now).take(1, now)) {
      return Optional.of("more than " + perAddress + " connections a second from " + address);
    }
    if (node != null && !node.take(1, now)) {
      return Optional.of("more than " + perNode + " connections a second to this node");
    }
    return Optional.empty();
  }

  private TokenBucket of(String address, long now) {
    TokenBucket bucket = addresses.computeIfAbsent(address, absent -> bucket(perAddress, now));
    if (addresses.size() > MOST_ADDRESSES) {
      Iterator<Map.Entry<String, TokenBucket>> eldest = addresses.entrySet().iterator();
      eldest.next();
      eldest.remove();
    }
    return bucket;
  }

  synchronized int addresses() {
    return addresses.size();
  }
}
