package io.framelog.ingest.source.device;

import java.time.Duration;

/**
 * How long a capture waits before it is tried again: from the least pause to the longest, doubled
 * with each failure in a row. One thread.
 */
final class CaptureBackoff {
  private final Duration least;
  private final Duration longest;
  private Duration next;

  CaptureBackoff(Duration least, Duration longest) {
    this.least = least;
    this.longest = longest;
    this.next = least;
  }

  /** The pause after one more failure. */
  Duration failed() {
    Duration pause = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    return pause;
  }

  /** It has worked for so long; a failure counts as the first one when that was long enough. */
  void worked(Duration time) {
    if (time.compareTo(next) > 0) {
      next = least;
    }
  }
}
