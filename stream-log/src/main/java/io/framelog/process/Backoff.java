package io.framelog.process;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The delays between attempts that fail by an event, such as the end of a process: doubled with
 * each failure in a row, from the first to the longest. A call that fails is retried by Mutiny
 * instead, see decision 50. One thread at a time.
 */
public final class Backoff {
  private static final int MAX_DOUBLINGS = 30;

  private final Duration first;
  private final Duration longest;
  private int failures;

  /**
   * @param first delay, longer than zero
   * @param longest delay, at least the first
   */
  public Backoff(Duration first, Duration longest) {
    if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "delays from "
              + first
              + " to "
              + longest
              + ", expected a first one above zero and a"
              + " longest one that is not shorter");
    }
    this.first = first;
    this.longest = longest;
  }

  /** The delay that the next failure causes. */
  public Duration next() {
    Duration doubled = first.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }

  /** Counts a failure; the delay before the next attempt. */
  public Duration afterFailure() {
    Duration delay = next();
    failures++;
    return delay;
  }

  /**
   * The same, between half of the delay and all of it at random, so that many that failed at the
   * same time do not try again at the same time.
   */
  public Duration afterFailureWithJitter() {
    long half = afterFailure().toNanos() / 2;
    return Duration.ofNanos(half + ThreadLocalRandom.current().nextLong(half + 1));
  }

  /** Failures in a row. */
  public int failures() {
    return failures;
  }

  /** An attempt succeeded: the next failure is the first one again. */
  public void reset() {
    failures = 0;
  }
}
