package io.framelog.media.chunk;

/**
 * Recognizes samples that a track still sends from before the publisher's clock was set: containers
 * interleave, so one track's times restart before another's.
 *
 * <pre>
 *   picture  v v v K v v v v v     its clock restarts at K
 *   sound    a a a a a b b b b     a continues the old times, b belongs to K
 * </pre>
 *
 * Not thread-safe.
 */
final class Leftovers {
  private static final long SETTLED_MS = 2_000;
  private static final long MAX_PAUSE_US = 10_000_000;

  private final TimelineBase base;
  private final long sinceMs;
  private long nextUs;

  /**
   * @param base base of the old times
   * @param nextUs the track's next expected time, µs on the stream's timeline
   * @param sinceMs when the clock was set, ms since 1970
   */
  Leftovers(TimelineBase base, long nextUs, long sinceMs) {
    this.base = base;
    this.nextUs = nextUs;
    this.sinceMs = sinceMs;
  }

  /**
   * Whether a sample is nearer to the continuation of the old times than to the new times. Must be
   * called once for each sample, until it returns false.
   *
   * @param now the new clock
   */
  boolean contain(long dts, long timescale, PublisherClock now) {
    if (now.nowMs() - sinceMs >= SETTLED_MS) {
      return false;
    }
    long us = base.placedUs(dts, timescale);
    long behindLastUs = us - nextUs;
    boolean goesOn =
        behindLastUs >= -TrackTimeline.MAX_BACKWARD_S * 1_000_000
            && behindLastUs <= MAX_PAUSE_US
            && Math.abs(behindLastUs) < Math.abs(now.aheadUs(dts, timescale));
    if (goesOn) {
      nextUs = us;
    }
    return goesOn;
  }
}
