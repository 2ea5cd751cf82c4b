package io.framelog.standalone.demo;

import java.util.Arrays;

/**
 * Seven-segment digits, white, painted into a luma plane.
 *
 * <pre>
 *  ─0─
 * 5   1
 *  ─6─
 * 4   2
 *  ─3─
 * </pre>
 */
final class SegmentDigits {
  static final int DIGIT_WIDTH = 48;
  static final int HEIGHT = 60;

  private static final int STROKE = 8;
  private static final int BODY = 36;
  private static final int GAP = 30;
  private static final byte WHITE = (byte) 235;

  /** Bit n is segment n. */
  private static final int[] SEGMENTS = {
    0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f
  };

  private final byte[] luma;
  private final int stride;

  SegmentDigits(byte[] luma, int stride) {
    this.luma = luma;
    this.stride = stride;
  }

  /**
   * Paints a number with leading zeros.
   *
   * @return where the next character starts, pixels from the left
   */
  int paint(int x, int y, int number, int count) {
    int rest = number;
    for (int i = count - 1; i >= 0; i--) {
      digit(x + i * DIGIT_WIDTH, y, rest % 10);
      rest /= 10;
    }
    return x + count * DIGIT_WIDTH;
  }

  int colon(int x, int y) {
    fill(x + GAP / 2 - STROKE, y + 14, STROKE, STROKE);
    fill(x + GAP / 2 - STROKE, y + 38, STROKE, STROKE);
    return x + GAP;
  }

  int point(int x, int y) {
    fill(x + GAP / 2 - STROKE, y + HEIGHT - STROKE, STROKE, STROKE);
    return x + GAP;
  }

  private void digit(int x, int y, int value) {
    int half = HEIGHT / 2;
    int lit = SEGMENTS[value];
    segment(lit, 0, x, y, BODY, STROKE);
    segment(lit, 1, x + BODY - STROKE, y, STROKE, half);
    segment(lit, 2, x + BODY - STROKE, y + half, STROKE, half);
    segment(lit, 3, x, y + HEIGHT - STROKE, BODY, STROKE);
    segment(lit, 4, x, y + half, STROKE, half);
    segment(lit, 5, x, y, STROKE, half);
    segment(lit, 6, x, y + half - STROKE / 2, BODY, STROKE);
  }

  private void segment(int lit, int segment, int x, int y, int width, int height) {
    if ((lit >> segment & 1) == 1) {
      fill(x, y, width, height);
    }
  }

  private void fill(int left, int top, int width, int height) {
    for (int y = top; y < top + height; y++) {
      Arrays.fill(luma, y * stride + left, y * stride + left + width, WHITE);
    }
  }
}
