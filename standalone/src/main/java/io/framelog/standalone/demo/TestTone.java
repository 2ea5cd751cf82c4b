package io.framelog.standalone.demo;

import java.nio.ShortBuffer;

/** A quiet 440 Hz tone, louder in the first tenth of each second. Mono. Not thread-safe. */
final class TestTone {
  static final int SAMPLE_RATE = 48_000;

  private static final double STEP = 2 * Math.PI * 440 / SAMPLE_RATE;
  private static final int ACCENT_SAMPLES = SAMPLE_RATE / 10;
  private static final double QUIET = 1_500;
  private static final double ACCENT = 6_000;

  private final ShortBuffer samples;
  private long position;

  TestTone(int samplesPerCall) {
    this.samples = ShortBuffer.allocate(samplesPerCall);
  }

  /** The next samples, signed 16 bit; valid until the next call. */
  ShortBuffer next() {
    samples.clear();
    while (samples.hasRemaining()) {
      double loudness = position % SAMPLE_RATE < ACCENT_SAMPLES ? ACCENT : QUIET;
      samples.put((short) (loudness * Math.sin(STEP * (position % SAMPLE_RATE))));
      position++;
    }
    return samples.flip();
  }
}
