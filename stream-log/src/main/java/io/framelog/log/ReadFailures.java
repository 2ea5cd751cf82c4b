package io.framelog.log;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Says once that live reading fails, and once that it goes on: a refused login fails each second
 * until somebody mends it.
 *
 * <pre>
 *   polls   ok ok  ✗  ✗ empty ✗ empty ✗ ✗   records    or   empty … 5 s … empty
 *   told          fails                     goes on                       goes on
 * </pre>
 *
 * One thread.
 */
final class ReadFailures {
  private static final Logger LOG = Logger.getLogger(ReadFailures.class);
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final LongSupplier clock;

  /** What was said last; empty when nothing is amiss. */
  private String failing = "";

  private long failedAt;

  /**
   * @param clock nanoseconds since some time
   */
  ReadFailures(LongSupplier clock) {
    this.clock = clock;
  }

  void failed(String why, int streams) {
    failedAt = clock.getAsLong();
    if (!why.equals(failing)) {
      failing = why;
      LOG.warnf("live reading fails, tried each second streams=%d: %s", streams, why);
    }
  }

  /** A poll that brings nothing may just not have reached the broker yet. */
  void succeeded(boolean broughtRecords, int streams) {
    if (isFailing() && (broughtRecords || clock.getAsLong() - failedAt > CALM_NANOS)) {
      failing = "";
      LOG.infof("live reading goes on streams=%d", streams);
    }
  }

  boolean isFailing() {
    return !failing.isEmpty();
  }
}
