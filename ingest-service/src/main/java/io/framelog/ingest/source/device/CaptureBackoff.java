package io.framelog.ingest.source.device;

import java.time.Duration;

/**
 * The pause before a failed capture is retried: from the least to the longest, doubled with each
 * consecutive failure. One thread.
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

  /** The capture has worked for this time; resets the pause if it was longer than the next one. */
  void worked(Duration time) {
    if (time.compareTo(next) > 0) {
      next = least;
    }
  }
}
