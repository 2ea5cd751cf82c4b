package io.framelog.ingest.session;

import io.framelog.controlplane.RefusedPublisher;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Logs refused publishers with their reasons. Within ten seconds, the same refusal of the same
 * address is logged once, contested streams are logged once for all addresses, and refusals beyond
 * {@link #LINES_PER_WINDOW} are only counted. Keeps the newest refusals for the API. Thread-safe.
 */
public final class RejectionLog {
  private static final Logger LOG = Logger.getLogger(RejectionLog.class);
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int LINES_PER_WINDOW = 20;

  private final InstantSource clock;
  private final RecentRefusals recent = new RecentRefusals();
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
      recent.add(source, end, now);
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

  /** The refusals of the last minutes, the newest last. */
  public synchronized List<RefusedPublisher> recent() {
    return recent.since(clock.instant());
  }

  private static String what(Source source, SourceEnd end) {
    return end.reason() == EndReason.CONTESTED
        ? end.reason().wireName()
        : source.remoteAddress().orElse(source.connection()) + " " + end.text();
  }
}
