package io.framelog.media.codec;

import java.nio.ByteBuffer;

/**
 * The fields of an AV1 sequence header that Framelog uses (AV1 specification §5.5).
 *
 * @param profile seq_profile, 0..2
 * @param level seq_level_idx of operating point 0, 0..31
 * @param highTier seq_tier of operating point 0
 * @param width max_frame_width, pixels
 * @param height max_frame_height, pixels
 * @param color colour configuration
 */
record Av1SequenceHeader(
    int profile, int level, boolean highTier, int width, int height, Color color) {
  private static final String WHAT = "AV1 sequence header";
  private static final int SELECT_SCREEN_CONTENT_TOOLS = 2;

  /**
   * color_config(), §5.5.2.
   *
   * @param bitDepth 8, 10 or 12
   */
  record Color(
      int bitDepth,
      boolean monochrome,
      boolean subsamplingX,
      boolean subsamplingY,
      int samplePosition,
      int primaries,
      int transfer,
      int matrix,
      boolean fullRange) {}

  /** Reads the unit's payload (no OBU header). */
  static Av1SequenceHeader parse(ByteBuffer payload) {
    BitReader in = new BitReader(payload, WHAT);
    int profile = in.bits(3);
    if (profile > 2) {
      throw new CodecException(WHAT + ": seq_profile " + profile + ", expected 0..2");
    }
    in.skip(1); // still_picture
    boolean reduced = in.flag();
    int level;
    boolean highTier = false;
    if (reduced) {
      level = in.bits(5);
    } else {
      OperatingPoint first = operatingPoints(in);
      level = first.level;
      highTier = first.highTier;
    }
    int widthBits = 1 + in.bits(4);
    int heightBits = 1 + in.bits(4);
    int width = 1 + in.bits(widthBits);
    int height = 1 + in.bits(heightBits);
    skipTools(in, reduced);
    return new Av1SequenceHeader(profile, level, highTier, width, height, color(in, profile));
  }

  private record OperatingPoint(int level, boolean highTier) {}

  /** Reads timing, decoder model and operating points; returns the first operating point. */
  private static OperatingPoint operatingPoints(BitReader in) {
    boolean decoderModel = false;
    int delayBits = 0;
    if (in.flag()) {
      in.skip(64); // num_units_in_display_tick, time_scale
      if (in.flag()) {
        in.skipExpGolomb(); // num_ticks_per_picture_minus_1, uvlc() is ue(v)
      }
      decoderModel = in.flag();
      if (decoderModel) {
        delayBits = 1 + in.bits(5);
        in.skip(42);
      }
    }
    boolean displayDelay = in.flag();
    int count = 1 + in.bits(5);
    OperatingPoint first = new OperatingPoint(0, false);
    for (int i = 0; i < count; i++) {
      in.skip(12); // operating_point_idc
      int level = in.bits(5);
      boolean highTier = level > 7 && in.flag();
      if (decoderModel && in.flag()) {
        in.skip(2 * delayBits + 1);
      }
      if (displayDelay && in.flag()) {
        in.skip(4);
      }
      if (i == 0) {
        first = new OperatingPoint(level, highTier);
      }
    }
    return first;
  }

  private static void skipTools(BitReader in, boolean reduced) {
    if (!reduced && in.flag()) {
      in.skip(7); // frame id lengths
    }
    in.skip(3); // superblocks of 128, filter intra, intra edge filter
    if (!reduced) {
      in.skip(4); // inter-intra, masked compound, warped motion, dual filter
      boolean orderHint = in.flag();
      if (orderHint) {
        in.skip(2);
      }
      int screenContent = in.flag() ? SELECT_SCREEN_CONTENT_TOOLS : in.bits(1);
      if (screenContent > 0 && !in.flag()) {
        in.skip(1); // seq_force_integer_mv
      }
      if (orderHint) {
        in.skip(3);
      }
    }
    in.skip(3); // super-resolution, CDEF, loop restoration
  }

  private static Color color(BitReader in, int profile) {
    boolean high = in.flag();
    boolean twelve = profile == 2 && high && in.flag();
    int bitDepth = twelve ? 12 : high ? 10 : 8;
    boolean monochrome = profile != 1 && in.flag();
    int primaries = 2;
    int transfer = 2;
    int matrix = 2;
    if (in.flag()) {
      primaries = in.bits(8);
      transfer = in.bits(8);
      matrix = in.bits(8);
    }
    boolean srgb = primaries == 1 && transfer == 13 && matrix == 0;
    if (!monochrome && srgb) {
      return new Color(bitDepth, false, false, false, 0, primaries, transfer, matrix, true);
    }
    boolean fullRange = in.flag();
    boolean subsamplingX = true;
    boolean subsamplingY = true;
    int position = 0;
    if (!monochrome) {
      if (profile == 1) {
        subsamplingX = false;
        subsamplingY = false;
      } else if (profile == 2) {
        subsamplingX = bitDepth != 12 || in.flag();
        subsamplingY = bitDepth == 12 && subsamplingX && in.flag();
      }
      position = subsamplingX && subsamplingY ? in.bits(2) : 0;
    }
    return new Color(
        bitDepth,
        monochrome,
        subsamplingX,
        subsamplingY,
        position,
        primaries,
        transfer,
        matrix,
        fullRange);
  }
}
