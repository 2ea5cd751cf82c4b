package io.framelog.edge.channel;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long one event loop may delay parts in order to write several at once. Zero while the loop
 * keeps up. The window grows as the loop saturates: a write costs about the same whatever its size,
 * so a longer window serves more viewers instead of delaying all of them more and more.
 *
 * <pre>
 *   busy of the last interval   &gt; 0.85   window × 1.5, from 20 ms on, at most the bound
 *                               0.6 … 0.85   window ÷ 1.05: a shorter one may be sufficient
 *                               &lt; 0.6    window ÷ 1.25, zero below 20 ms
 * </pre>
 *
 * "Busy" is the larger of two fractions of wall-clock time. The first is the time in which a
 * delivery was overdue, which includes load by other processes. The second is the thread's
 * processor time, which includes the loop's other work. Confined to its loop, except the two values
 * for metrics.
 */
final class CoalesceWindow implements LoopLoad {
  static final long INTERVAL_NANOS = Duration.ofMillis(250).toNanos();
  static final long MIN_NANOS = Duration.ofMillis(20).toNanos();
  static final double HIGH = 0.85;
  static final double LOW = 0.6;
  private static final double GROWTH = 1.5;
  private static final double SHRINKING = 1.25;

  /**
   * A window saves work, so the load of a loop with a window does not show that it needs one. It is
   * therefore shortened slowly.
   */
  private static final double PROBING = 1.05;

  /** After this many intervals without a delivery the loop counts as idle. */
  private static final int STALE_INTERVALS = 4;

  private final long mostNanos;
  private final LongSupplier clock;
  private final LongSupplier processorTime;
  private long intervalBegan;
  private long processorNanosThen;
  private long owedNanos;
  private long owedUntil;
  private volatile long evaluatedAt;
  private volatile long windowNanos;
  private volatile double busy;

  /**
   * @param most the bound; zero for never
   * @param clock nanoseconds since an arbitrary time of this process
   * @param processorTime processor time of the calling thread, nanoseconds
   */
  CoalesceWindow(Duration most, LongSupplier clock, LongSupplier processorTime) {
    this.mostNanos = most.toNanos();
    this.clock = clock;
    this.processorTime = processorTime;
    this.intervalBegan = clock.getAsLong();
    this.evaluatedAt = intervalBegan;
    this.owedUntil = intervalBegan;
    this.processorNanosThen = -1;
  }

  /**
   * A due delivery has been written.
   *
   * @param due when it became due, nanoseconds
   * @param done when it was written, nanoseconds
   */
  void owed(long due, long done) {
    long from = Math.max(due, owedUntil);
    if (done > from) {
      owedNanos += done - from;
      owedUntil = done;
    }
    if (done - intervalBegan >= INTERVAL_NANOS) {
      evaluate(done);
    }
  }

  private void evaluate(long now) {
    long elapsed = now - intervalBegan;
    long processorNanos = processorTime.getAsLong();
    double used =
        processorNanosThen < 0 ? 0 : (double) (processorNanos - processorNanosThen) / elapsed;
    busy = Math.min(Math.max((double) owedNanos / elapsed, used), 1);
    processorNanosThen = processorNanos;
    owedNanos = 0;
    intervalBegan = now;
    evaluatedAt = now;
    if (busy > HIGH) {
      windowNanos = Math.min(Math.max((long) (windowNanos * GROWTH), MIN_NANOS), mostNanos);
    } else {
      double intervals = (double) elapsed / INTERVAL_NANOS;
      long shrunk = (long) (windowNanos / Math.pow(busy < LOW ? SHRINKING : PROBING, intervals));
      windowNanos = shrunk < MIN_NANOS ? 0 : shrunk;
    }
  }

  /** The window in force, nanoseconds. */
  long nanos() {
    return windowNanos;
  }

  private boolean isStale() {
    return clock.getAsLong() - evaluatedAt > STALE_INTERVALS * INTERVAL_NANOS;
  }

  @Override
  public Duration window() {
    return isStale() ? Duration.ZERO : Duration.ofNanos(windowNanos);
  }

  @Override
  public double busy() {
    return isStale() ? 0 : busy;
  }
}
