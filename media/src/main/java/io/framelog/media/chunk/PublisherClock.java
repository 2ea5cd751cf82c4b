package io.framelog.media.chunk;

import java.time.InstantSource;

/**
 * How far the publisher's clock has come, over all tracks of a session. Tells a time ahead that a
 * pause explains from one that says that the clock was set.
 *
 * <pre>
 *   picture  v v v v v v v v v v v v            the front is the furthest time of any track
 *   sound    a a a               a a            not ahead of the picture: the sound paused
 *
 *   picture  v v v                 v v          ahead of all: a pause, where so much time has
 *   sound    a a a                 a a          passed, or where it is at most a minute
 * </pre>
 *
 * <p>What was sent before a pause may wait in a buffer of the publisher's and come together with
 * what follows. So the time that has passed is counted from the last sample that came before the
 * present burst of samples.
 *
 * <p>Times are µs of the publisher's own clock, whatever its zero. One thread; nothing is allocated
 * for a sample.
 */
final class PublisherClock {
  /** All tracks may be ahead by so much, µs, of the time that has really passed. */
  static final long MAX_UNSEEN_US = 60_000_000;

  /** Samples that come within so long belong to one burst: a fragment on a slow line. */
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

  /** A sample of any track has come. To be called for each, first. */
  void arrived() {
    long before = nowMs;
    nowMs = clock.millis();
    if (nowMs < before) {
      // The node's own clock was set: what has passed is not known.
      beforeBurstMs = nowMs;
      burstFromMs = nowMs;
    } else if (nowMs - burstFromMs > BURST_MS) {
      beforeBurstMs = before;
      burstFromMs = nowMs;
    }
  }

  /** When the last sample has come, ms since 1970. */
  long nowMs() {
    return nowMs;
  }

  /** Since the last sample before the present burst, ms, at least 0. */
  long waitedMs() {
    return nowMs - beforeBurstMs;
  }

  /** Whether a decode time is so far ahead of all tracks that the publisher's clock was set. */
  boolean isAhead(long dts, long timescale) {
    return aheadUs(dts, timescale) > MAX_UNSEEN_US + waitedMs() * 1_000;
  }

  /** How far a decode time is ahead of all tracks, µs; negative behind, 0 where none has come. */
  long aheadUs(long dts, long timescale) {
    return started ? Ticks.toMicros(dts, timescale) - frontUs : 0;
  }

  /** A sample has come whose times go on. */
  void reached(long dts, long pts, long timescale) {
    long us = Ticks.toMicros(Math.max(dts, pts), timescale);
    frontUs = started ? Math.max(frontUs, us) : us;
    started = true;
  }

  /** The next sample begins times of their own. */
  void restart() {
    started = false;
  }
}
