package io.framelog.media.chunk;

/**
 * How much later than video the corresponding audio arrives: publishers send all video of a
 * fragment before its audio, and audio encoders have a longer delay. This is the maximum over the
 * last 10 to 20 s of media. Not thread-safe.
 */
final class SoundLag {
  private static final long WINDOW_US = 10_000_000;

  /** A larger lag is not caused by interleaving, and is ignored. */
  private static final long MAX_US = 10_000_000;

  private long sinceUs;
  private long longestUs;
  private long longestBeforeUs;

  /**
   * Records an audio sample.
   *
   * @param dtsUs its decode time on the stream's timeline, µs
   * @param pictureUs decode time of the latest video sample
   */
  void sound(long dtsUs, long pictureUs) {
    if (pictureUs - sinceUs > WINDOW_US) {
      sinceUs = pictureUs;
      longestBeforeUs = longestUs;
      longestUs = 0;
    }
    longestUs = Math.max(longestUs, Math.min(pictureUs - dtsUs, MAX_US));
  }

  /** The lag, µs, at least 0. */
  long us() {
    return Math.max(longestUs, longestBeforeUs);
  }
}
