package io.framelog.worker.encode;

/**
 * Places samples on the clock of a device or a publisher, counted in samples. Audio must have no
 * gaps, and a sound card's clock drifts from the other one: small differences are resampled, large
 * ones are cut.
 *
 * <pre>
 *   clock - samples so far      action
 *   ────────────────────────────────────────────────────────────────────
 *   within ± CALM               nothing
 *   within ± JUMP               resampled a little slower or faster, over STRETCH
 *   above JUMP: samples are missing the gap stays: the next sample is placed at its own time
 *   below -JUMP: too many samples   samples are dropped and counted until the clock has caught up
 * </pre>
 *
 * Not thread-safe.
 */
final class AudioTimeline {
  /** The action for a block of samples. */
  enum Action {
    KEEP,
    STRETCH,
    JUMP,
    DROP
  }

  private static final int CALM_MILLIS = 20;

  /** 20 ms over 4 s are half a percent, which is inaudible. */
  private static final int STRETCH_SECONDS = 4;

  private final int sampleRate;
  private final int jumpMillis;
  private boolean begun;
  private long next;
  private long drift;
  private long stretchedUntil;

  /**
   * @param jumpMillis the difference from which on audio is cut, above 20
   */
  AudioTimeline(int sampleRate, int jumpMillis) {
    this.sampleRate = sampleRate;
    this.jumpMillis = jumpMillis;
  }

  /**
   * Decides the action for a block.
   *
   * @param at time of its first sample, µs on the capture's clock
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

  /** Records that samples were emitted. */
  void advance(int samples) {
    next += samples;
  }

  /** The position of the next sample to emit. */
  long next() {
    return next;
  }
}
