package io.framelog.edge.channel;

import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The speed at which a channel goes on whatever its viewers take: a little faster than media comes,
 * so that it becomes level with the log again after an outage. What comes live never exceeds it.
 * Confined to the follower's lock.
 */
final class BacklogPace {
  /** Who cannot take this multiple of a stream's rate cannot catch up with it either. */
  static final double SPEED = 1.25;

  /** Media may come in bursts of this length. */
  static final Duration BURST = Duration.ofSeconds(2);

  private static final double BURST_US = BURST.toNanos() / 1e3;

  /** Where the timeline leaps, as an image stream's does when nobody sends, nothing was missed. */
  private static final long MAX_STEP_US = 1_000_000;

  private static final long NONE = Long.MIN_VALUE;

  private final LongSupplier clock;
  private long refilledAt;
  private long lastPtsUs = NONE;
  private double leftUs = BURST_US;

  /**
   * @param clock nanoseconds
   */
  BacklogPace(LongSupplier clock) {
    this.clock = clock;
    this.refilledAt = clock.getAsLong();
  }

  /** Whether what comes next is due by now. */
  boolean isDue() {
    long now = clock.getAsLong();
    leftUs = Math.min(BURST_US, leftUs + (now - refilledAt) / 1_000.0 * SPEED);
    refilledAt = now;
    return leftUs > 0;
  }

  void delivered(List<LoggedRecord> records) {
    for (LoggedRecord record : records) {
      if (record.record() instanceof LogRecord.Part part) {
        if (lastPtsUs != NONE) {
          leftUs -= Math.min(Math.max(0, part.ptsUs() - lastPtsUs), MAX_STEP_US);
        }
        lastPtsUs = part.ptsUs();
      }
    }
  }
}
