package io.framelog.worker.encode;

/**
 * Where samples belong on the clock of a device or a publisher, in samples. Sound has to be without
 * holes, and a sound card's clock is not the other one: small differences are stretched away, large
 * ones are cut.
 *
 * <pre>
 *   clock - samples so far      what is done
 *   ────────────────────────────────────────────────────────────────────
 *   within ± CALM               nothing
 *   within ± JUMP               resampled a little slower or faster, over STRETCH
 *   above JUMP: sound is missing    the hole stays a hole: the next sample is placed where it belongs
 *   below -JUMP: too much sound     samples are dropped until the clock has come by, counted
 * </pre>
 *
 * One thread.
 */
final class AudioTimeline {
  /** What is to be done with a block of samples. */
  enum Action {
    KEEP,
    STRETCH,
    JUMP,
    DROP
  }

  private static final int CALM_MILLIS = 20;

  /** 20 ms over 4 s are half a percent: nobody hears it. */
  private static final int STRETCH_SECONDS = 4;

  private final int sampleRate;
  private final int jumpMillis;
  private boolean begun;
  private long next;
  private long drift;
  private long stretchedUntil;

  /**
   * @param jumpMillis a difference from which on sound is cut, above 20
   */
  AudioTimeline(int sampleRate, int jumpMillis) {
    this.sampleRate = sampleRate;
    this.jumpMillis = jumpMillis;
  }

  /**
   * Decides about a block.
   *
   * @param at when its first sample was taken, µs on the capture's clock
   */
  Action place(long at) {
    long belongs = at * sampleRate / 1_000_000;
    if (!begun) {
      begun = true;
      next = belongs;
      return Action.KEEP;
    }
    drift = belongs - next;
    if (drift > samples(jumpMillis)) {
      next = belongs;
      return Action.JUMP;
    }
    if (drift < -samples(jumpMillis)) {
      return Action.DROP;
    }
    if (Math.abs(drift) > samples(CALM_MILLIS) && next >= stretchedUntil) {
      stretchedUntil = next + stretchDistance();
      return Action.STRETCH;
    }
    return Action.KEEP;
  }

  private long samples(int millis) {
    return (long) sampleRate * millis / 1000;
  }

  /** Samples to add (or, negative, to take away) over {@link #stretchDistance()}. */
  int stretch() {
    return (int) drift;
  }

  /** In samples. */
  int stretchDistance() {
    return sampleRate * STRETCH_SECONDS;
  }

  /** So many samples have been handed on. */
  void advance(int samples) {
    next += samples;
  }

  /** The place of the next sample to be handed on. */
  long next() {
    return next;
  }
}
