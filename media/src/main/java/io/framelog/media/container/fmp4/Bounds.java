package io.framelog.media.container.fmp4;

/**
 * Limits 64-bit times and offsets to 2^61, so that sums of a few of them, including durations and
 * composition offsets, cannot overflow. No real clock or stream reaches 2^61.
 */
final class Bounds {
  private static final long MAX = 1L << 61;

  private Bounds() {}

  /** Adds two numbers that are in bounds. */
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
