package io.framelog.ingest.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Limits the rate of requests to this node, in total and per address, so that one client that
 * retries without a pause does not block the others. The table of addresses is bounded: the least
 * recently used one is evicted, and starts again with a full bucket. Thread-safe.
 *
 * <p>Not a Caffeine cache: it may evict an address that is new, although it is used, so that a
 * client with a few addresses would always get full buckets.
 */
final class AddressRate {
  private static final int MAX_ADDRESSES = 4096;

  /** What is counted, and per which time. */
  enum Unit {
    /** A burst may have ten seconds' worth. */
    CONNECTIONS_A_SECOND("connections a second", 1, 10),
    /** A burst may have two minutes' worth. */
    NEW_STREAMS_A_MINUTE("new streams a minute", 60, 2);

    private final String text;
    private final int seconds;
    private final int burst;

    Unit(String text, int seconds, int burst) {
      this.text = text;
      this.seconds = seconds;
      this.burst = burst;
    }

    TokenBucket bucket(int most, long now) {
      return new TokenBucket((double) most / seconds, (double) most * burst, now);
    }
  }

  private final Unit unit;
  private final int perAddress;
  private final int perNode;
  private final @Nullable TokenBucket node;
  private final LinkedHashMap<String, TokenBucket> addresses = new LinkedHashMap<>(64, 0.75f, true);

  /**
   * Creates a limit that has counted nothing yet.
   *
   * @param perAddress from one address in the unit's time; 0 for any number
   * @param perNode in total; 0 for any number
   */
  AddressRate(Unit unit, int perAddress, int perNode, long now) {
    this.unit = unit;
    this.perAddress = perAddress;
    this.perNode = perNode;
    this.node = perNode == 0 ? null : unit.bucket(perNode, now);
  }

  /**
   * Counts one more.
   *
   * @param address where it comes from; empty for this node itself
   * @return why it exceeds the limit; empty when it does not
   */
  synchronized Optional<String> refusal(Optional<String> address, long now) {
    if (perAddress > 0 && address.isPresent() && !of(address.get(), now).take(1, now)) {
      return Optional.of("more than " + perAddress + " " + unit.text + " from " + address.get());
    }
    if (node != null && !node.take(1, now)) {
      return Optional.of("more than " + perNode + " " + unit.text + " to this node");
    }
    return Optional.empty();
  }

  private TokenBucket of(String address, long now) {
    TokenBucket bucket = addresses.computeIfAbsent(address, absent -> unit.bucket(perAddress, now));
    if (addresses.size() > MAX_ADDRESSES) {
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
