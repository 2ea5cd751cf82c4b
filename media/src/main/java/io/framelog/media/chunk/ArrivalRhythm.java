package io.framelog.media.chunk;

/**
 * The longest recent time between two arrivals of media: how unevenly a publisher sends. Single
 * frames arrive one frame apart; a muxer that fills Clusters of 32 KiB sends every few frames. A
 * viewer that joins within a burst cannot measure this itself.
 *
 * <pre>
 *   arrivals   ||||    ||||    |||     ||||       |||  now
 *              half window before  |  this half window
 *                     longest ─────┴─▶ longest          the larger one counts
 * </pre>
 *
 * A value expires after one to two half windows. Not thread-safe.
 */
final class ArrivalRhythm {
  private static final long HALF_WINDOW_MS = 3_000;

  /** Longer times are ignored: no player waits that long, and a clock adjustment looks the same. */
  private static final long MAX_MS = 5_000;

  private static final long NEVER = Long.MIN_VALUE;

  private long lastMs = NEVER;
  private long halfSinceMs;
  private long longestBeforeMs;
  private long longestMs;

  /**
   * Records an arrival of media.
   *
   * @param nowMs the node's clock, ms since 1970
   */
  void arrived(long nowMs) {
    if (lastMs == NEVER || nowMs < lastMs) {
      halfSinceMs = nowMs;
    } else {
      turn(nowMs);
      long spacingMs = nowMs - lastMs;
      if (spacingMs <= MAX_MS) {
        longestMs = Math.max(longestMs, spacingMs);
      }
    }
    lastMs = nowMs;
  }

  private void turn(long nowMs) {
    long halves = (nowMs - halfSinceMs) / HALF_WINDOW_MS;
    if (halves > 0) {
      longestBeforeMs = halves == 1 ? longestMs : 0;
      longestMs = 0;
      halfSinceMs += halves * HALF_WINDOW_MS;
    }
  }

  /** The longest time, ms; 0 while fewer than two arrivals are known. */
  long spacingMs() {
    return Math.max(longestBeforeMs, longestMs);
  }
}
