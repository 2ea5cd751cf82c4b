package io.framelog.ingest.session;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Logs publishers that are turned away, each with its reason while they are few; of a flood only
 * the count, and of those that a contested stream refuses again and again one every ten seconds.
 * Thread-safe.
 */
public final class RejectionLog {
  private static final Logger LOG = Logger.getLogger(RejectionLog.class);
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int LINES_PER_WINDOW = 20;

  private final InstantSource clock;
  private Instant windowStart = Instant.MIN;
  private int inWindow;
  private boolean contestedTold;

  public RejectionLog(InstantSource clock) {
    this.clock = clock;
  }

  /** Tells of one publisher turned away. */
  public void rejected(Source source, SourceEnd end) {
    if (source.tellsWhyItEnded()) {
      return;
    }
    int suppressed = 0;
    boolean line;
    synchronized (this) {
      Instant now = clock.instant();
      if (windowStart.equals(Instant.MIN) || now.isAfter(windowStart.plus(WINDOW))) {
        suppressed = Math.max(0, inWindow - LINES_PER_WINDOW);
        windowStart = now;
        inWindow = 0;
        contestedTold = false;
      }
      inWindow++;
      boolean contested = end.reason() == EndReason.CONTESTED;
      line = inWindow <= LINES_PER_WINDOW && !(contested && contestedTold);
      contestedTold |= contested;
    }
    if (suppressed > 0) {
      LOG.warnf("more publishers were turned away count=%d", suppressed);
    }
    if (line) {
      LOG.warnf(
          "publisher turned away: %s connection=%s reason=%s",
          end.detail().isEmpty() ? end.reason().label() : end.detail(),
          source.connection(),
          end.reason().label());
    }
  }
}
