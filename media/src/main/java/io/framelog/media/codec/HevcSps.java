package io.framelog.media.codec;

import io.framelog.media.Bytes;

/**
 * The fields of an HEVC sequence parameter set that Framelog uses (ITU-T H.265 §7.3.2.2).
 *
 * @param width pixels shown, after the conformance window
 * @param height pixels shown, after the conformance window
 * @param reorderDepth sps_max_num_reorder_pics of the highest temporal sub-layer
 * @param profileTierLevel the 12 bytes of the general profile, tier and level as in hvcC
 * @param subLayers temporal sub-layers, 1..7
 * @param chromaFormat chroma_format_idc, 0..3
 * @param bitDepthLuma 8..16
 * @param bitDepthChroma 8..16
 * @param tail fields from the VUI
 */
record HevcSps(
    int width,
    int height,
    int reorderDepth,
    Bytes profileTierLevel,
    int subLayers,
    boolean temporalIdNesting,
    int chromaFormat,
    int bitDepthLuma,
    int bitDepthChroma,
    HevcSpsTail tail) {
  private static final String WHAT = "HEVC sequence parameter set";

  static HevcSps parse(Bytes unit) {
    BitReader in = NalUnits.payload(unit, 2, WHAT);
    in.skip(4); // sps_video_parameter_set_id
    int subLayers = 1 + in.bits(3);
    boolean temporalIdNesting = in.flag();
    Bytes profileTierLevel = generalProfileTierLevel(in);
    skipSubLayerProfiles(in, subLayers);
    in.skipExpGolomb(); // sps_seq_parameter_set_id
    int chromaFormat = in.unsignedExpGolomb(3, "chroma_format_idc");
    boolean separatePlanes = chromaFormat == 3 && in.flag();
    int width = in.unsignedExpGolomb(65535, "pic_width_in_luma_samples");
    int height = in.unsignedExpGolomb(65535, "pic_height_in_luma_samples");
    if (in.flag()) {
      boolean subsampledX = !separatePlanes && (chromaFormat == 1 || chromaFormat == 2);
      boolean subsampledY = !separatePlanes && chromaFormat == 1;
      int cropX =
          in.unsignedExpGolomb(65535, "conf_win_left") + in.unsignedExpGolomb(65535, "right");
      int cropY =
          in.unsignedExpGolomb(65535, "conf_win_top") + in.unsignedExpGolomb(65535, "bottom");
      width -= cropX * (subsampledX ? 2 : 1);
      height -= cropY * (subsampledY ? 2 : 1);
    }
    if (width < 1 || height < 1) {
      throw new CodecException(WHAT + ": picture of " + width + "x" + height + " pixels");
    }
    int bitDepthLuma = 8 + in.unsignedExpGolomb(8, "bit_depth_luma_minus8");
    int bitDepthChroma = 8 + in.unsignedExpGolomb(8, "bit_depth_chroma_minus8");
    int orderCountBits = 4 + in.unsignedExpGolomb(12, "log2_max_pic_order_cnt_lsb_minus4");
    int described = in.flag() ? subLayers : 1;
    int reorderDepth = 0;
    for (int i = 0; i < described; i++) {
      in.skipExpGolomb(); // sps_max_dec_pic_buffering_minus1
      reorderDepth = in.unsignedExpGolomb(16, "sps_max_num_reorder_pics");
      in.skipExpGolomb(); // sps_max_latency_increase_plus1
    }
    return new HevcSps(
        width,
        height,
        reorderDepth,
        profileTierLevel,
        subLayers,
        temporalIdNesting,
        chromaFormat,
        bitDepthLuma,
        bitDepthChroma,
        tail(in, orderCountBits));
  }

  /**
   * The rest is only descriptive, and some encoders write it wrongly: errors in it do not refuse
   * the track.
   */
  private static HevcSpsTail tail(BitReader in, int orderCountBits) {
    try {
      return HevcSpsTail.parse(in, orderCountBits);
    } catch (CodecException e) {
      return HevcSpsTail.UNKNOWN;
    }
  }

  /** The first part of profile_tier_level( 1, subLayers - 1 ), ITU-T H.265 §7.3.3. */
  private static Bytes generalProfileTierLevel(BitReader in) {
    byte[] general = new byte[12];
    for (int i = 0; i < general.length; i++) {
      general[i] = (byte) in.bits(8);
    }
    return Bytes.wrap(general);
  }

  private static void skipSubLayerProfiles(BitReader in, int subLayers) {
    int lower = subLayers - 1;
    if (lower == 0) {
      return;
    }
    int present = in.bits(2 * lower);
    in.skip(2 * (8 - lower));
    for (int i = 0; i < lower; i++) {
      int flags = present >>> (2 * (lower - 1 - i));
      if ((flags & 2) != 0) {
        in.skip(88);
      }
      if ((flags & 1) != 0) {
        in.skip(8);
      }
    }
  }
}
