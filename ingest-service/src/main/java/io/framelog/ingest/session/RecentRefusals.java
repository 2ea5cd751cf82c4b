package io.framelog.ingest.session;

import io.framelog.controlplane.RefusedPublisher;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest refusals of this node, for operators. The same refusal of the same address is one
 * entry with a count, so that a publisher that retries does not evict the others. At most {@value
 * #MAX} entries, each for {@link #KEPT}. Not thread-safe.
 */
final class RecentRefusals {
  private static final int MAX = 30;
  private static final Duration KEPT = Duration.ofMinutes(10);

  private record Key(String address, String source, String text) {}

  /** In the order of the last refusal. */
  private final Map<Key, RefusedPublisher> entries = new LinkedHashMap<>();

  void add(Source source, SourceEnd end, Instant now) {
    String address = source.remoteAddress().orElse("");
    Key key = new Key(address, source.kind(), end.text());
    RefusedPublisher before = entries.remove(key);
    entries.put(
        key,
        before == null
            ? new RefusedPublisher(
                now,
                1,
                address,
                source.kind(),
                end.reason().wireName(),
                end.sentence(),
                end.byteOffset())
            : before.again(now));
    if (entries.size() > MAX) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  List<RefusedPublisher> since(Instant now) {
    entries.values().removeIf(entry -> entry.at().plus(KEPT).isBefore(now));
    return List.copyOf(entries.values());
  }
}
