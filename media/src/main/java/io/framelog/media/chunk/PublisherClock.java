package io.framelog.media.chunk;

import java.time.InstantSource;

/**
 * The progress of the publisher's clock over all tracks of a session. When a time is ahead, it
 * distinguishes a pause from a clock that was set.
 *
 * <pre>
 *   picture  v v v v v v v v v v v v            the front is the latest time of any track
 *   sound    a a a               a a            not ahead of the picture: the sound paused
 *
 *   picture  v v v                 v v          ahead of all tracks: a pause, if that much time
 *   sound    a a a                 a a          has passed, or if it is at most a minute
 * </pre>
 *
 * <p>Samples from before a pause may stay in the publisher's buffer and arrive together with later
 * ones. So elapsed time is counted from the last sample before the current burst.
 *
 * <p>Times are µs of the publisher's own clock, with any origin. Not thread-safe; allocates nothing
 * for a sample.
 */
final class PublisherClock {
  /** Times may be ahead of the elapsed time by this much, µs. */
  static final long MAX_UNSEEN_US = 60_000_000;

  /** Samples that arrive within this time belong to one burst: a fragment on a slow connection. */
  private static final long BURST_MS = 5_000;

  private final InstantSource clock;
  private boolean started;
  private long frontUs;
  private long nowMs;
  private long burstFromMs;
  private long beforeBurstMs;

  PublisherClock(InstantSource clock) {
    this.clock = clock;
    this.nowMs = clock.millis();
    this.burstFromMs = nowMs;
    this.beforeBurstMs = nowMs;
  }

  /** Must be called first for each sample of any track. */
  void arrived() {
    long before = nowMs;
    nowMs = clock.millis();
    if (nowMs < before) {
      // The node's own clock was set: the elapsed time is unknown.
      beforeBurstMs = nowMs;
      burstFromMs = nowMs;
    } else if (nowMs - burstFromMs > BURST_MS) {
      beforeBurstMs = before;
      burstFromMs = nowMs;
    }
  }

  /** Arrival time of the latest sample, ms since 1970. */
  long nowMs() {
    return nowMs;
  }

  /** Time since the last sample before the current burst, ms, at least 0. */
  long waitedMs() {
    return nowMs - beforeBurstMs;
  }

  /** Whether a decode time is so far ahead of all tracks that the publisher's clock was set. */
  boolean isAhead(long dts, long timescale) {
    return aheadUs(dts, timescale) > MAX_UNSEEN_US + waitedMs() * 1_000;
  }

  /**
   * How far a decode time is ahead of all tracks, µs; negative when behind, 0 before the first
   * sample.
   */
  long aheadUs(long dts, long timescale) {
    return started ? Ticks.toMicros(dts, timescale) - frontUs : 0;
  }

  /** Records the times of a sample that continues the clock. */
  void reached(long dts, long pts, long timescale) {
    long us = Ticks.toMicros(Math.max(dts, pts), timescale);
    frontUs = started ? Math.max(frontUs, us) : us;
    started = true;
  }

  /** The next sample sets a new origin. */
  void restart() {
    started = false;
  }
}
