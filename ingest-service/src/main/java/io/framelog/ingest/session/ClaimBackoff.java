package io.framelog.ingest.session;

import java.time.Duration;
import java.util.Optional;

/**
 * Bounds how often a stream is claimed: pauses of 0.25 s, doubling up to 8 s, and after the last
 * attempt none. A session that lasted starts the count anew. One thread.
 */
final class ClaimBackoff {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final int MAX_DOUBLINGS = 5;

  private final int attempts;
  private int failed;

  /**
   * @param attempts claims in all, at least 1
   */
  ClaimBackoff(int attempts) {
    this.attempts = attempts;
  }

  /** Counts a failure; the pause before the next claim, empty when there is to be none. */
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
