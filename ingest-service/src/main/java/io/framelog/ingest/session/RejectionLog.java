package io.framelog.ingest.session;

import io.framelog.controlplane.RefusedPublisher;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Logs refused publishers with their reasons, and keeps the newest refusals for the API.
 *
 * <ul>
 *   <li>Log: within ten seconds, the same refusal of the same address is logged once, contested
 *       streams are logged once for all addresses, and refusals beyond {@value #LINES_PER_WINDOW}
 *       are only counted.
 *   <li>API: the same refusal of the same address is one entry with a count, so that a publisher
 *       that retries does not evict the others. At most {@value #MAX_KEPT} entries, each for {@link
 *       #KEPT}.
 * </ul>
 *
 * Thread-safe.
 */
public final class RejectionLog {
  private static final Logger LOG = Logger.getLogger(RejectionLog.class);
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int LINES_PER_WINDOW = 20;
  private static final int MAX_KEPT = 30;
  private static final Duration KEPT = Duration.ofMinutes(10);

  private record Key(String address, String source, String text) {}

  private final InstantSource clock;

  /** In the order of the last refusal. */
  private final Map<Key, RefusedPublisher> kept = new LinkedHashMap<>();

  private final Set<String> told = new HashSet<>();
  private Instant windowStart = Instant.MIN;
  private int untold;

  public RejectionLog(InstantSource clock) {
    this.clock = clock;
  }

  /** Logs one refused publisher. */
  public void rejected(Source source, SourceEnd end) {
    if (source.tellsWhyItEnded()) {
      return;
    }
    int suppressed = 0;
    boolean line;
    synchronized (this) {
      Instant now = clock.instant();
      keep(source, end, now);
      if (windowStart.equals(Instant.MIN) || now.isAfter(windowStart.plus(WINDOW))) {
        suppressed = untold;
        windowStart = now;
        untold = 0;
        told.clear();
      }
      line = told.size() < LINES_PER_WINDOW && told.add(what(source, end));
      if (!line) {
        untold++;
      }
    }
    if (suppressed > 0) {
      LOG.warnf("more publishers were rejected count=%d", suppressed);
    }
    if (line) {
      LOG.warnf(
          "publisher rejected: %s connection=%s reason=%s",
          end.sentence(), source.connection(), end.reason().wireName());
    }
  }

  private static String what(Source source, SourceEnd end) {
    return end.reason() == EndReason.CONTESTED
        ? end.reason().wireName()
        : source.remoteAddress().orElse(source.connection()) + " " + end.text();
  }

  private void keep(Source source, SourceEnd end, Instant now) {
    String address = source.remoteAddress().orElse("");
    Key key = new Key(address, source.kind(), end.text());
    RefusedPublisher before = kept.remove(key);
    kept.put(
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
    if (kept.size() > MAX_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  /** The refusals of the last minutes, the newest last. */
  public synchronized List<RefusedPublisher> recent() {
    Instant oldest = clock.instant().minus(KEPT);
    kept.values().removeIf(entry -> entry.at().isBefore(oldest));
    return List.copyOf(kept.values());
  }
}
