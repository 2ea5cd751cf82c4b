package io.framelog.media;

/**
 * The aspect ratio of a pixel: width to height, in lowest terms (sample aspect ratio of ITU-T H.264
 * §E.2.1, {@code pasp} of ISO/IEC 14496-12 §12.1.4).
 *
 * @param horizontal width, 1..2^31-1; 0 when unknown
 * @param vertical height, 1..2^31-1; 0 when unknown
 */
public record PixelAspect(int horizontal, int vertical) {
  /** Not stated: players assume square pixels. */
  public static final PixelAspect UNKNOWN = new PixelAspect(0, 0);

  /** A larger ratio between the sides is an error. */
  private static final int MAX_STRETCH = 256;

  public PixelAspect {
    if (horizontal < 0 || vertical < 0 || (horizontal == 0) != (vertical == 0)) {
      throw new IllegalArgumentException(
          "pixel aspect " + horizontal + ":" + vertical + ", expected both above 0, or 0:0");
    }
  }

  /**
   * The aspect that two numbers state.
   *
   * @return {@link #UNKNOWN} when one of them is 0 or less, or the ratio is implausible
   */
  public static PixelAspect of(long horizontal, long vertical) {
    if (horizontal < 1
        || vertical < 1
        || horizontal / vertical >= MAX_STRETCH
        || vertical / horizontal >= MAX_STRETCH) {
      return UNKNOWN;
    }
    long divisor = greatestCommonDivisor(horizontal, vertical);
    long h = horizontal / divisor;
    long v = vertical / divisor;
    while (h > Integer.MAX_VALUE || v > Integer.MAX_VALUE) {
      h >>= 1;
      v >>= 1;
    }
    return new PixelAspect((int) h, (int) v);
  }

  private static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  public boolean isKnown() {
    return horizontal > 0;
  }

  /** This aspect; the other one when this is unknown. */
  public PixelAspect or(PixelAspect other) {
    return isKnown() ? this : other;
  }

  /** The displayed width of a number of pixels, in units of a pixel's height. */
  public double shownWidth(int pixels) {
    return isKnown() ? (double) pixels * horizontal / vertical : pixels;
  }
}
