package io.framelog.log;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Logs once that live reading fails, and once that it works again: a refused login fails each
 * second until its cause is fixed.
 *
 * <pre>
 *   polls   ok ok  ✗  ✗ empty ✗ empty ✗ ✗   records    or   empty … 5 s … empty
 *   logged        fails                     goes on                       goes on
 * </pre>
 *
 * Not thread-safe.
 */
final class ReadFailures {
  private static final Logger LOG = Logger.getLogger(ReadFailures.class);
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final LongSupplier clock;

  /** The failure that was logged last; empty when reading works. */
  private String failing = "";

  private long failedAt;

  /**
   * @param clock nanoseconds since an arbitrary time
   */
  ReadFailures(LongSupplier clock) {
    this.clock = clock;
  }

  void failed(String why, int streams) {
    failedAt = clock.getAsLong();
    if (!why.equals(failing)) {
      failing = why;
      LOG.warnf("live reading fails, retried every second streams=%d: %s", streams, why);
    }
  }

  /** A poll has succeeded. An empty one does not prove that the broker was reached. */
  void succeeded(boolean broughtRecords, int streams) {
    if (isFailing() && (broughtRecords || clock.getAsLong() - failedAt > CALM_NANOS)) {
      failing = "";
      LOG.infof("live reading continues streams=%d", streams);
    }
  }

  boolean isFailing() {
    return !failing.isEmpty();
  }
}
