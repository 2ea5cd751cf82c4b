package io.framelog.edge.viewer.hls;

/**
 * How much of a chunk's time its log parts cover, from what their records say of them. Not simply
 * the sum of their durations: a part with audio overlaps its neighbours, because its audio begins
 * before its frame; and with B-frames parts do not come in the order they are shown.
 *
 * <pre>
 *   part   video        audio             what an estimate takes for the time covered
 *   k      [··········]                   sum      of durations: exact without audio
 *               [······]                  ends     how far the latest end has moved: exact
 *   k+1               [··········]                 without B-frames
 *                   [·······]             starts   how far the latest start has moved, and an
 *                                                  audio frame: never far off
 * </pre>
 *
 * Each errs upwards where it is not exact, so the least one counts. Always advances. Not
 * thread-safe.
 */
final class ChunkClock {
  /** A frame of AAC at 44.1 kHz takes 23 ms. */
  private static final long AUDIO_FRAME_US = 25_000;

  /** No reordering makes a part this many times as long as it counts. */
  private static final int REALLY_LONGER = 8;

  private static final long LEAST_STEP_US = 1_000;

  private int parts;
  private long sumUs;
  private long firstStartUs;
  private long firstEndUs;
  private long latestStartUs;
  private long latestEndUs;
  private long coveredUs;

  /**
   * The next part of the chunk.
   *
   * @param ptsUs smallest presentation time in it, µs
   * @param durationUs from there to its latest end, µs
   * @return time covered from the chunk's start to its end, µs
   */
  long add(long ptsUs, long durationUs) {
    long endUs = ptsUs + durationUs;
    if (parts == 0) {
      firstStartUs = ptsUs;
      firstEndUs = endUs;
      latestStartUs = ptsUs;
      latestEndUs = endUs;
    }
    latestStartUs = Math.max(latestStartUs, ptsUs);
    latestEndUs = Math.max(latestEndUs, endUs);
    sumUs += durationUs;
    parts++;
    long least = parts == 1 ? sumUs : Math.min(sumUs, Math.min(byEnds(), byStarts(durationUs)));
    coveredUs = Math.max(coveredUs + LEAST_STEP_US, parts < 3 ? least : evened(least, durationUs));
    return coveredUs;
  }

  /** Sound that comes in bursts moves starts and ends by leaps; time passes more evenly. */
  private long evened(long estimateUs, long durationUs) {
    long usualUs = coveredUs / (parts - 1);
    if (durationUs > REALLY_LONGER * usualUs + AUDIO_FRAME_US) {
      return estimateUs;
    }
    return Math.max(
        coveredUs + usualUs / 2, Math.min(coveredUs + usualUs + usualUs / 2, estimateUs));
  }

  private long byEnds() {
    long movedUs = latestEndUs - firstEndUs;
    return movedUs + Math.min(firstEndUs - firstStartUs, movedUs / (parts - 1));
  }

  private long byStarts(long lastUs) {
    long movedUs = latestStartUs - firstStartUs;
    long usualUs = movedUs / (parts - 1);
    boolean longer = lastUs > REALLY_LONGER * usualUs + AUDIO_FRAME_US;
    return movedUs + AUDIO_FRAME_US + (longer ? lastUs : usualUs);
  }

  /** Presentation time of the chunk's start, µs. */
  long startUs() {
    return firstStartUs;
  }

  /** What a part has taken on average, µs; at least one part was added. */
  long stepUs() {
    return coveredUs / parts;
  }
}
