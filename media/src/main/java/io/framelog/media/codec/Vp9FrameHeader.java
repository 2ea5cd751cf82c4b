package io.framelog.media.codec;

import java.nio.ByteBuffer;

/**
 * The uncompressed header of a VP9 key frame, VP9 bitstream specification §6.2.
 *
 * @param profile 0..3
 * @param bitDepth 8, 10 or 12
 * @param colorSpace color_space, 0..7
 * @param fullRange color_range
 * @param subsamplingX whether chroma is halved across
 * @param subsamplingY whether chroma is halved down
 * @param width pixels, 1..65536
 * @param height pixels, 1..65536
 */
record Vp9FrameHeader(
    int profile,
    int bitDepth,
    int colorSpace,
    boolean fullRange,
    boolean subsamplingX,
    boolean subsamplingY,
    int width,
    int height) {
  private static final String WHAT = "VP9 frame header";
  private static final int FRAME_MARKER = 2;
  private static final int SYNC_CODE = 0x498342;
  private static final int COLOR_SPACE_RGB = 7;

  /** Reads at most two bytes; for a superframe, its first frame counts. */
  static boolean isKeyframe(ByteBuffer frame) {
    if (frame.remaining() < 2) {
      return false;
    }
    int at = frame.position();
    int start = (frame.get(at) & 0xff) << 8 | (frame.get(at + 1) & 0xff);
    if (start >>> 14 != FRAME_MARKER) {
      return false;
    }
    boolean profile3 = (start & 0x3000) == 0x3000;
    int shown = profile3 ? start << 1 : start;
    boolean showExisting = (shown & 0x0800) != 0;
    boolean interFrame = (shown & 0x0400) != 0;
    return !showExisting && !interFrame;
  }

  static Vp9FrameHeader parse(ByteBuffer frame) {
    if (!isKeyframe(frame)) {
      throw new CodecException(WHAT + ": not a key frame");
    }
    BitReader in = new BitReader(frame, WHAT);
    in.skip(2); // frame_marker
    int profile = in.bits(1) | in.bits(1) << 1;
    in.skip(profile == 3 ? 5 : 4); // to sync code: show_existing, type, show_frame, error_resilient
    int sync = in.bits(24);
    if (sync != SYNC_CODE) {
      throw new CodecException(
          WHAT + ": sync code " + Integer.toHexString(sync) + ", expected 498342");
    }
    int bitDepth = profile >= 2 ? (in.flag() ? 12 : 10) : 8;
    int colorSpace = in.bits(3);
    boolean fullRange = true;
    boolean subsamplingX = false;
    boolean subsamplingY = false;
    if (colorSpace != COLOR_SPACE_RGB) {
      fullRange = in.flag();
      boolean stated = (profile & 1) == 1;
      subsamplingX = !stated || in.flag();
      subsamplingY = !stated || in.flag();
      in.skip(stated ? 1 : 0);
    } else if ((profile & 1) == 1) {
      in.skip(1);
    } else {
      throw new CodecException(WHAT + ": RGB in profile " + profile + ", expected 1 or 3");
    }
    int width = 1 + in.bits(16);
    int height = 1 + in.bits(16);
    return new Vp9FrameHeader(
        profile, bitDepth, colorSpace, fullRange, subsamplingX, subsamplingY, width, height);
  }
}
