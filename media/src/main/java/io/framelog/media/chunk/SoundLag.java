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

  /** The lag is known after so much audio, µs. */
  private static final long MIN_HEARD_US = 2_000_000;

  /**
   * So much dropped audio in a row is late, µs. Less may be held: FFmpeg's muxer of MPEG-TS puts up
   * to 0.35 s of audio into one PES packet, and encoders hold their last frames, until audio
   * continues.
   */
  private static final long MIN_LATE_US = 400_000;

  private boolean heardOne;
  private boolean late;
  private long lateFromUs;
  private long heardFromUs;
  private long heardToUs;
  private long sinceUs;
  private long longestUs;
  private long longestBeforeUs;

  /**
   * Records an audio sample that was placed.
   *
   * @param dtsUs its decode time on the stream's timeline, µs
   * @param pictureUs decode time of the latest video sample
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
   * Records an audio sample that was dropped because silence is in its place.
   *
   * @param dtsUs its decode time on the stream's timeline, µs
   * @param pictureUs decode time of the latest video sample
   */
  void dropped(long dtsUs, long pictureUs) {
    if (!late) {
      late = true;
      lateFromUs = dtsUs;
    }
    if (dtsUs - lateFromUs >= MIN_LATE_US) {
      counts(lateFromUs, pictureUs);
    }
  }

  private void counts(long dtsUs, long pictureUs) {
    if (pictureUs - sinceUs > WINDOW_US) {
      sinceUs = pictureUs;
      longestBeforeUs = longestUs;
      longestUs = 0;
    }
    longestUs = Math.max(longestUs, Math.min(pictureUs - dtsUs, MAX_US));
  }

  /** Whether enough audio was placed to know the lag. */
  boolean isKnown() {
    return heardToUs - heardFromUs >= MIN_HEARD_US;
  }

  /** The lag, µs, at least 0. */
  long us() {
    return Math.max(longestUs, longestBeforeUs);
  }
}
