package io.framelog.media.chunk;

/**
 * How far behind the picture the sound that goes with it comes: publishers send all pictures of a
 * fragment before its sound, and encoders of sound take longer. The longest of the last 10 to 20 s
 * of media counts. One thread.
 */
final class SoundLag {
  private static final long WINDOW_US = 10_000_000;

  /** More is no rhythm of a publisher. */
  private static final long MAX_US = 10_000_000;

  /** Sound of this length shows the rhythm of a publisher, µs. */
  private static final long MIN_HEARD_US = 2_000_000;

  private boolean heardOne;
  private boolean late;
  private long heardFromUs;
  private long heardToUs;
  private long sinceUs;
  private long longestUs;
  private long longestBeforeUs;

  /**
   * A sample of the sound was placed.
   *
   * @param dtsUs its decode time on the stream's timeline, µs
   * @param pictureUs that of the newest picture
   */
  void placed(long dtsUs, long pictureUs) {
    late = false;
    if (!heardOne) {
      heardOne = true;
      heardFromUs = dtsUs;
    }
    heardToUs = dtsUs;
    counts(dtsUs, pictureUs);
  }

  /**
   * A sample was dropped because silence is in its place. A single one does not count: FFmpeg's
   * demuxer of MPEG-TS holds the last frame before a pause until the sound goes on.
   *
   * @param dtsUs its decode time on the stream's timeline, µs
   * @param pictureUs that of the newest picture
   */
  void dropped(long dtsUs, long pictureUs) {
    if (late) {
      counts(dtsUs, pictureUs);
    }
    late = true;
  }

  private void counts(long dtsUs, long pictureUs) {
    if (pictureUs - sinceUs > WINDOW_US) {
      sinceUs = pictureUs;
      longestBeforeUs = longestUs;
      longestUs = 0;
    }
    longestUs = Math.max(longestUs, Math.min(pictureUs - dtsUs, MAX_US));
  }

  /** Whether enough sound was placed to know the lag. */
  boolean isKnown() {
    return heardToUs - heardFromUs >= MIN_HEARD_US;
  }

  /** At least 0. */
  long us() {
    return Math.max(longestUs, longestBeforeUs);
  }
}
