package io.framelog.media.chunk;

import java.util.Arrays;

/**
 * The distances between the last keyframes: a chunk continues after a keyframe only when the next
 * one is expected soon. A single early keyframe, which encoders insert at scene changes, does not
 * extend the chunk.
 *
 * <p>Not thread-safe.
 */
final class KeyframeSpacing {
  /** Small, so that a publisher's stall expires soon. */
  private static final int DISTANCES = 4;

  private static final long NOT_KNOWN = Long.MAX_VALUE;

  private final long[] distancesUs = new long[DISTANCES];
  private int oldest;
  private long lastUs = NOT_KNOWN;

  KeyframeSpacing() {
    Arrays.fill(distancesUs, NOT_KNOWN);
  }

  /**
   * Records a keyframe.
   *
   * @param dtsUs decode time on the stream's timeline, µs
   */
  void keyframe(long dtsUs) {
    if (lastUs != NOT_KNOWN) {
      distancesUs[oldest] = dtsUs - lastUs;
      oldest = (oldest + 1) % DISTANCES;
    }
    lastUs = dtsUs;
  }

  /** The following times do not continue the previous ones. */
  void timelineRestarted() {
    lastUs = NOT_KNOWN;
  }

  /** Whether each of the last keyframes was within this time of the previous one, µs. */
  boolean isWithin(long us) {
    for (long distanceUs : distancesUs) {
      if (distanceUs > us) {
        return false;
      }
    }
    return true;
  }
}
