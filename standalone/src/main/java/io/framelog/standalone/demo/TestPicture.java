package io.framelog.standalone.demo;

import java.nio.ByteBuffer;
import java.time.LocalTime;

/**
 * Colour bars, a box that moves with every frame, and the time of day in large digits. Painted
 * directly into I420 planes, without fonts or a window system. Not thread-safe.
 */
final class TestPicture {
  static final int WIDTH = 640;
  static final int HEIGHT = 360;

  private static final int LUMA_BYTES = WIDTH * HEIGHT;
  private static final int CHROMA_WIDTH = WIDTH / 2;
  private static final int CHROMA_BYTES = LUMA_BYTES / 4;

  /** The eight 75 % bars of ITU-R BT.601: luma, Cb, Cr. */
  private static final int[][] BARS = {
    {180, 128, 128}, {162, 44, 142}, {131, 156, 44}, {112, 72, 58},
    {84, 184, 198}, {65, 100, 212}, {35, 212, 114}, {16, 128, 128}
  };

  private static final int BLACK = 16;
  private static final int WHITE = 235;
  private static final int BOX = 32;
  private static final int CLOCK_TOP = 130;
  private static final int CLOCK_BOTTOM = 230;
  private static final int CLOCK_LEFT = 44;

  private final byte[] background = new byte[LUMA_BYTES + 2 * CHROMA_BYTES];
  private final byte[] picture = new byte[background.length];
  private final ByteBuffer planes = ByteBuffer.allocateDirect(background.length);
  private final SegmentDigits digits = new SegmentDigits(picture, WIDTH);

  TestPicture() {
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int[] bar = BARS[x * BARS.length / WIDTH];
        boolean inClock = y >= CLOCK_TOP && y < CLOCK_BOTTOM;
        background[y * WIDTH + x] = (byte) (inClock ? BLACK : bar[0]);
        int chroma = LUMA_BYTES + y / 2 * CHROMA_WIDTH + x / 2;
        background[chroma] = (byte) (inClock ? 128 : bar[1]);
        background[chroma + CHROMA_BYTES] = (byte) (inClock ? 128 : bar[2]);
      }
    }
  }

  /**
   * Paints one frame.
   *
   * @param frame number of the frame, from 0
   * @param time shown with milliseconds
   * @return the Y, Cb and Cr planes, contiguous; valid until the next call
   */
  ByteBuffer paint(long frame, LocalTime time) {
    System.arraycopy(background, 0, picture, 0, picture.length);
    paintBox(sweep(frame * 4, WIDTH - BOX), 60 + sweep(frame, 40 - BOX / 2));
    paintBox(sweep(frame * 3, WIDTH - BOX), 280);
    int x = CLOCK_LEFT;
    x = digits.paint(x, CLOCK_TOP + 20, time.getHour(), 2);
    x = digits.colon(x, CLOCK_TOP + 20);
    x = digits.paint(x, CLOCK_TOP + 20, time.getMinute(), 2);
    x = digits.colon(x, CLOCK_TOP + 20);
    x = digits.paint(x, CLOCK_TOP + 20, time.getSecond(), 2);
    x = digits.point(x, CLOCK_TOP + 20);
    digits.paint(x, CLOCK_TOP + 20, time.getNano() / 1_000_000, 3);
    return planes.clear().put(picture).flip();
  }

  /** A triangle wave between 0 and a bound. */
  private static int sweep(long step, int bound) {
    int phase = (int) (step % (2L * bound));
    return phase < bound ? phase : 2 * bound - phase;
  }

  private void paintBox(int left, int top) {
    for (int y = top; y < top + BOX; y++) {
      for (int x = left; x < left + BOX; x++) {
        picture[y * WIDTH + x] = (byte) WHITE;
        int chroma = LUMA_BYTES + y / 2 * CHROMA_WIDTH + x / 2;
        picture[chroma] = (byte) 128;
        picture[chroma + CHROMA_BYTES] = (byte) 128;
      }
    }
  }
}
