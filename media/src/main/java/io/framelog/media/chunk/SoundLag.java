package io.framelog.media.chunk;

/**
 * How far behind the picture the sound that goes with it comes: publishers send all pictures of a
 * fragment before its sound, and encoders of sound take longer. The longest of the last 10 to 20 s
 * of media counts. Not thread-safe.
 */
final class SoundLag {
  private static final long WINDOW_US = 10_000_000;

  /** More is no rhythm of a publisher. */
  private static final long MAX_US = 10_000_000;

  private long sinceUs;
  private long longestUs;
  private long longestBeforeUs;

  /**
   * A sample of the sound comes.
   *
   * @param dtsUs its decode time on the stream's timeline, µs
   * @param pictureUs that of the newest picture
   */
  void sound(long dtsUs, long pictureUs) {
    if (pictureUs - sinceUs > WINDOW_US) {
      sinceUs = pictureUs;
      longestBeforeUs = longestUs;
      longestUs = 0;
    }
    longestUs = Math.max(longestUs, Math.min(pictureUs - dtsUs, MAX_US));
  }

  /** At least 0. */
  long us() {
    return Math.max(longestUs, longestBeforeUs);
  }
}
