package io.framelog.edge.channel;

import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The minimum speed at which a channel reads a backlog, even if its viewers are slower. It is a
 * little higher than real time, so that the channel catches up with the log after an outage. Live
 * media never exceeds it. Guarded by the follower's lock.
 */
final class BacklogPace {
  /** A multiple of real time. A viewer that cannot receive at this speed cannot catch up either. */
  static final double SPEED = 1.25;

  /** Media may arrive in bursts of this length. */
  static final Duration BURST = Duration.ofSeconds(2);

  private static final double BURST_US = BURST.toNanos() / 1e3;

  /** A larger step is not a backlog: an image stream's timeline jumps while nothing is sent. */
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

  /** Whether the next record is due. */
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
