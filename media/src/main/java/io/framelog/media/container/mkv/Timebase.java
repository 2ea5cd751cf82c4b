package io.framelog.media.container.mkv;

import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ContainerException.Reason;

/**
 * The ticks of a Segment: TimestampScale nanoseconds each (RFC 9559 §5.1.2.9). If a second is not a
 * whole number of ticks, output times are in microseconds.
 *
 * @param scaleNs TimestampScale, 1..10^9 ns
 */
record Timebase(long scaleNs) {
  static final Timebase DEFAULT = new Timebase(1_000_000);

  private static final long SECOND_NS = 1_000_000_000;

  static Timebase of(long scaleNs, long offset) {
    if (scaleNs < 1 || scaleNs > SECOND_NS) {
      throw new ContainerException(
          Reason.MALFORMED,
          offset,
          "TimestampScale " + Long.toUnsignedString(scaleNs) + " ns, expected 1..1000000000");
    }
    return new Timebase(scaleNs);
  }

  private boolean isWhole() {
    return SECOND_NS % scaleNs == 0;
  }

  /** Ticks a second of output times. */
  long timescale() {
    return isWhole() ? SECOND_NS / scaleNs : 1_000_000;
  }

  /** Times beyond this many Segment ticks (146 years) are refused: sums stay within 64 bits. */
  long maxTicks() {
    return (1L << 62) / scaleNs;
  }

  /** Converts Segment ticks, at most {@link #maxTicks}, to output ticks. */
  long fromSegmentTicks(long ticks) {
    if (isWhole()) {
      return ticks;
    }
    // Splits the number, so that no product exceeds 64 bits.
    return Math.floorDiv(ticks, 1000L) * scaleNs
        + (Math.floorMod(ticks, 1000L) * scaleNs + 500) / 1000;
  }

  /** Whether a duration in nanoseconds is a whole number of output ticks. */
  boolean holds(long nanos) {
    return nanos % (SECOND_NS / timescale()) == 0;
  }

  /**
   * Converts nanoseconds, below 2^60, to output ticks; rounds halves away from zero, as ffmpeg
   * does.
   */
  long fromNanos(long nanos) {
    long tick = SECOND_NS / timescale();
    return (nanos + tick / 2) / tick;
  }
}
