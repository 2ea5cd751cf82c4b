package io.framelog.media.container.fmp4;

/**
 * Keeps 64-bit times and offsets far enough from 2^63 that sums of a few of them, durations and
 * composition offsets included, cannot overflow. No clock and no stream reaches 2^61.
 */
final class Bounds {
  private static final long MAX = 1L << 61;

  private Bounds() {}

  /** The sum of two numbers that are in bounds themselves. */
  static long add(long a, long b, BoxBody where) {
    return check(check(a, where) + check(b, where), where);
  }

  static long check(long number, BoxBody where) {
    if (number < 0 || number > MAX) {
      throw where.malformed(
          "number "
              + Long.toUnsignedString(number)
              + " in "
              + where.name()
              + ", expected below 2^61");
    }
    return number;
  }
}
