package io.framelog.media.chunk;

/** Conversion of times between timescales. */
final class Ticks {
  /** Times beyond this many µs (285 years), positive or negative, are refused. */
  static final long MAX_US = 1L << 53;

  private Ticks() {}

  /** Whether a time of the given timescale fits the timeline. */
  static boolean fits(long ticks, long timescale) {
    long seconds = ticks / timescale;
    return seconds < MAX_US / 1_000_000 && seconds > -MAX_US / 1_000_000;
  }

  /**
   * Rounds to the nearest tick, halves up; exact when the scales are equal.
   *
   * @param from 1..2^32-1
   * @param to 1..1000000
   */
  static long rescale(long ticks, long from, long to) {
    if (from == to) {
      return ticks;
    }
    long seconds = Math.floorDiv(ticks, from);
    long rest = Math.floorMod(ticks, from);
    return seconds * to + (rest * to + from / 2) / from;
  }

  /** Rounds down. */
  static long toMicros(long ticks, long timescale) {
    long seconds = Math.floorDiv(ticks, timescale);
    return seconds * 1_000_000 + Math.floorMod(ticks, timescale) * 1_000_000 / timescale;
  }

  /** Rounds up. */
  static long ceilFromMicros(long micros, long timescale) {
    return Math.floorDiv(micros, 1_000_000) * timescale
        + ceilDiv(Math.floorMod(micros, 1_000_000) * timescale, 1_000_000);
  }

  static long ceilDiv(long dividend, long divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }

  /** Whether {@code a} is earlier than {@code b}, each within {@link #fits}. */
  static boolean earlier(long a, long aTimescale, long b, long bTimescale) {
    int seconds = Long.compare(Math.floorDiv(a, aTimescale), Math.floorDiv(b, bTimescale));
    if (seconds != 0) {
      return seconds < 0;
    }
    // Each remainder is below its timescale, so below 2^32: the products fit unsigned 64 bits.
    return Long.compareUnsigned(
            Math.floorMod(a, aTimescale) * bTimescale, Math.floorMod(b, bTimescale) * aTimescale)
        < 0;
  }
}
