package io.framelog.ingest.session;

import java.time.Duration;
import java.util.Optional;

/**
 * Bounds the attempts to claim a stream, with pauses of 0.25 s that double up to 8 s. A session
 * that lasted resets the count. One thread.
 */
final class ClaimBackoff {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final int MAX_DOUBLINGS = 5;

  private final int attempts;
  private int failed;

  /**
   * @param attempts claims in total, at least 1
   */
  ClaimBackoff(int attempts) {
    this.attempts = attempts;
  }

  /** Counts a failure. Returns the pause before the next claim; empty when no attempt is left. */
  Optional<Duration> afterFailure() {
    failed++;
    if (failed >= attempts) {
      return Optional.empty();
    }
    return Optional.of(FIRST.multipliedBy(1L << Math.min(failed - 1, MAX_DOUBLINGS)));
  }

  void reset() {
    failed = 0;
  }
}
