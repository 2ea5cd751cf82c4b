package io.framelog.media.codec;

import io.framelog.media.Bytes;

/**
 * The fields of an H.264 sequence parameter set that Framelog uses (ITU-T H.264 §7.3.2.1.1, Annex
 * E).
 *
 * @param width pixels shown, after cropping
 * @param height pixels shown, after cropping
 * @param chromaFormat chroma_format_idc: 0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4
 * @param bitDepthLuma 8..14
 * @param bitDepthChroma 8..14
 * @param frameRate frames a second from the VUI timing; 0 when there is none
 * @param reorderDepth frames that may precede a frame in decoding order and follow it in output
 *     order
 * @param picture pixel aspect and colour from the VUI
 */
record AvcSps(
    int width,
    int height,
    int chromaFormat,
    int bitDepthLuma,
    int bitDepthChroma,
    double frameRate,
    int reorderDepth,
    VuiPicture picture) {
  private static final String WHAT = "H.264 sequence parameter set";
  private static final int MAX_MACROBLOCKS_A_SIDE = 65536 / 16;

  static AvcSps parse(Bytes unit) {
    BitReader in = NalUnits.payload(unit, 1, WHAT);
    int profile = in.bits(8);
    int constraints = in.bits(8);
    int level = in.bits(8);
    in.skipExpGolomb(); // seq_parameter_set_id
    int chromaFormat = 1;
    int bitDepthLuma = 8;
    int bitDepthChroma = 8;
    boolean separatePlanes = false;
    if (AvcConfig.isHighProfile(profile)) {
      chromaFormat = in.unsignedExpGolomb(3, "chroma_format_idc");
      if (chromaFormat == 3) {
        separatePlanes = in.flag();
      }
      bitDepthLuma = 8 + in.unsignedExpGolomb(6, "bit_depth_luma_minus8");
      bitDepthChroma = 8 + in.unsignedExpGolomb(6, "bit_depth_chroma_minus8");
      in.skip(1); // qpprime_y_zero_transform_bypass_flag
      if (in.flag()) {
        skipScalingMatrix(in, chromaFormat == 3 ? 12 : 8);
      }
    }
    in.skipExpGolomb(); // log2_max_frame_num_minus4
    int orderCountType = skipPictureOrderCount(in);
    in.skipExpGolomb(); // max_num_ref_frames
    in.skip(1); // gaps_in_frame_num_value_allowed_flag
    int widthMbs = 1 + in.unsignedExpGolomb(MAX_MACROBLOCKS_A_SIDE - 1, "pic_width_in_mbs_minus1");
    int heightUnits =
        1 + in.unsignedExpGolomb(MAX_MACROBLOCKS_A_SIDE - 1, "pic_height_in_map_units_minus1");
    boolean framesOnly = in.flag();
    if (!framesOnly) {
      in.skip(1); // mb_adaptive_frame_field_flag
    }
    in.skip(1); // direct_8x8_inference_flag
    int heightMbs = heightUnits * (framesOnly ? 1 : 2);
    int width = widthMbs * 16;
    int height = heightMbs * 16;
    if (in.flag()) {
      boolean subsampledX = !separatePlanes && (chromaFormat == 1 || chromaFormat == 2);
      boolean subsampledY = !separatePlanes && chromaFormat == 1;
      int cropX = in.unsignedExpGolomb(65535, "crop_left") + in.unsignedExpGolomb(65535, "right");
      int cropY = in.unsignedExpGolomb(65535, "crop_top") + in.unsignedExpGolomb(65535, "bottom");
      width -= cropX * (subsampledX ? 2 : 1);
      height -= cropY * (subsampledY ? 2 : 1) * (framesOnly ? 1 : 2);
    }
    if (width < 1 || height < 1 || width > 65535 || height > 65535) {
      throw new CodecException(WHAT + ": picture of " + width + "x" + height + " pixels");
    }
    Vui vui = in.flag() ? Vui.parse(in) : Vui.ABSENT;
    int reorderDepth =
        vui.reorderDepth >= 0
            ? vui.reorderDepth
            : impliedReorderDepth(
                profile, constraints, level, orderCountType, widthMbs * heightMbs);
    return new AvcSps(
        width,
        height,
        chromaFormat,
        bitDepthLuma,
        bitDepthChroma,
        vui.frameRate,
        reorderDepth,
        vui.picture);
  }

  /** The default without bitstream_restriction: ITU-T H.264 §E.2.1, max_num_reorder_frames. */
  private static int impliedReorderDepth(
      int profile, int constraints, int level, int orderCountType, int macroblocks) {
    boolean constraintSet3 = (constraints & 0x10) != 0;
    boolean intraOnly = constraintSet3 && AvcConfig.isHighProfile(profile);
    boolean baseline = profile == 66;
    if (intraOnly || baseline || orderCountType == 2) {
      return 0;
    }
    boolean level1b = level == 11 && constraintSet3;
    return Math.min(maxDpbMacroblocks(level1b ? 9 : level) / macroblocks, 16);
  }

  /** MaxDpbMbs of ITU-T H.264 Table A-1. */
  private static int maxDpbMacroblocks(int level) {
    if (level <= 10) {
      return 396;
    }
    return switch (level) {
      case 11 -> 900;
      case 12, 13, 20 -> 2_376;
      case 21 -> 4_752;
      case 22, 30 -> 8_100;
      case 31 -> 18_000;
      case 32 -> 20_480;
      case 40, 41 -> 32_768;
      case 42 -> 34_816;
      case 50 -> 110_400;
      case 51, 52 -> 184_320;
      default -> 696_320;
    };
  }

  private static int skipPictureOrderCount(BitReader in) {
    int type = in.unsignedExpGolomb(2, "pic_order_cnt_type");
    if (type == 0) {
      in.skipExpGolomb(); // log2_max_pic_order_cnt_lsb_minus4
    } else if (type == 1) {
      in.skip(1); // delta_pic_order_always_zero_flag
      in.skipExpGolomb(); // offset_for_non_ref_pic
      in.skipExpGolomb(); // offset_for_top_to_bottom_field
      int cycle = in.unsignedExpGolomb(255, "num_ref_frames_in_pic_order_cnt_cycle");
      for (int i = 0; i < cycle; i++) {
        in.skipExpGolomb();
      }
    }
    return type;
  }

  private static void skipScalingMatrix(BitReader in, int lists) {
    for (int i = 0; i < lists; i++) {
      if (in.flag()) {
        int size = i < 6 ? 16 : 64;
        int last = 8;
        int next = 8;
        for (int j = 0; j < size && next != 0; j++) {
          next = (last + in.signedExpGolomb()) & 0xff;
          last = next == 0 ? last : next;
        }
      }
    }
  }

  /** Video usability information; {@code reorderDepth} is -1 when not restricted. */
  private record Vui(VuiPicture picture, double frameRate, int reorderDepth) {
    static final Vui ABSENT = new Vui(VuiPicture.ABSENT, 0, -1);

    static Vui parse(BitReader in) {
      VuiPicture picture = VuiPicture.parse(in);
      double frameRate = in.flag() ? timing(in) : 0;
      boolean nalHrd = in.flag();
      if (nalHrd) {
        skipHrd(in);
      }
      boolean vclHrd = in.flag();
      if (vclHrd) {
        skipHrd(in);
      }
      if (nalHrd || vclHrd) {
        in.skip(1); // low_delay_hrd_flag
      }
      in.skip(1); // pic_struct_present_flag
      return new Vui(picture, frameRate, in.flag() ? restriction(in) : -1);
    }

    private static double timing(BitReader in) {
      long unitsInTick = in.longBits(32);
      long timeScale = in.longBits(32);
      in.skip(1); // fixed_frame_rate_flag
      return unitsInTick == 0 ? 0 : timeScale / (2.0 * unitsInTick);
    }

    private static void skipHrd(BitReader in) {
      int count = 1 + in.unsignedExpGolomb(31, "cpb_cnt_minus1");
      in.skip(8);
      for (int i = 0; i < count; i++) {
        in.skipExpGolomb();
        in.skipExpGolomb();
        in.skip(1);
      }
      in.skip(20);
    }

    private static int restriction(BitReader in) {
      in.skip(1); // motion_vectors_over_pic_boundaries_flag
      for (int i = 0; i < 4; i++) {
        in.skipExpGolomb();
      }
      return in.unsignedExpGolomb(16, "max_num_reorder_frames");
    }
  }
}
