package io.framelog.media.chunk;

import java.util.Arrays;

/**
 * How far apart the last keyframes were, so that a chunk goes on beyond a keyframe only where the
 * next one is expected soon. One keyframe that comes early, as encoders insert at a change of
 * scene, does not make the chunk before it longer.
 *
 * <p>One thread.
 */
final class KeyframeSpacing {
  /** Few enough that a stall of a publisher is soon forgotten. */
  private static final int DISTANCES = 4;

  private static final long NOT_KNOWN = Long.MAX_VALUE;

  private final long[] distancesUs = new long[DISTANCES];
  private int oldest;
  private long lastUs = NOT_KNOWN;

  KeyframeSpacing() {
    Arrays.fill(distancesUs, NOT_KNOWN);
  }

  /**
   * A keyframe comes.
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

  /** The times that follow do not continue those before. */
  void timelineRestarted() {
    lastUs = NOT_KNOWN;
  }

  /** Whether each of the last keyframes came within this time of the one before it, µs. */
  boolean isWithin(long us) {
    for (long distanceUs : distancesUs) {
      if (distanceUs > us) {
        return false;
      }
    }
    return true;
  }
}
