package io.framelog.media.codec;

/**
 * The end of an HEVC sequence parameter set, after the sub-layer ordering (ITU-T H.265 §7.3.2.2.1),
 * parsed to reach the VUI.
 *
 * @param picture pixel aspect and colour
 * @param frameRate pictures a second from the VUI timing; 0 when there is none
 */
record HevcSpsTail(VuiPicture picture, double frameRate) {
  static final HevcSpsTail UNKNOWN = new HevcSpsTail(VuiPicture.ABSENT, 0);

  private static final int MAX_SHORT_TERM_SETS = 64;
  private static final int MAX_LONG_TERM_PICTURES = 32;

  /**
   * Parses from log2_min_luma_coding_block_size_minus3 on.
   *
   * @param orderCountBits number of low bits of a picture order count
   * @throws CodecException when malformed
   */
  static HevcSpsTail parse(BitReader in, int orderCountBits) {
    for (int i = 0; i < 6; i++) {
      in.skipExpGolomb(); // coding and transform block sizes, hierarchy depths
    }
    boolean scaled = in.flag();
    if (scaled && in.flag()) {
      skipScalingLists(in);
    }
    in.skip(2); // amp_enabled_flag, sample_adaptive_offset_enabled_flag
    if (in.flag()) {
      in.skip(8); // PCM bit depths
      in.skipExpGolomb();
      in.skipExpGolomb();
      in.skip(1); // pcm_loop_filter_disabled_flag
    }
    skipShortTermSets(in);
    if (in.flag()) {
      int pictures = in.unsignedExpGolomb(MAX_LONG_TERM_PICTURES, "num_long_term_ref_pics_sps");
      in.skip(pictures * (orderCountBits + 1));
    }
    in.skip(2); // sps_temporal_mvp_enabled_flag, strong_intra_smoothing_enabled_flag
    return in.flag() ? vui(in) : UNKNOWN;
  }

  /** scaling_list_data(), §7.3.4. */
  private static void skipScalingLists(BitReader in) {
    for (int size = 0; size < 4; size++) {
      for (int list = 0; list < 6; list += size == 3 ? 3 : 1) {
        if (!in.flag()) {
          in.skipExpGolomb(); // scaling_list_pred_matrix_id_delta
          continue;
        }
        int numbers = Math.min(64, 1 << (4 + 2 * size)) + (size > 1 ? 1 : 0);
        for (int i = 0; i < numbers; i++) {
          in.skipExpGolomb(); // scaling_list_dc_coef_minus8, scaling_list_delta_coef
        }
      }
    }
  }

  /** st_ref_pic_set(), §7.3.7, of each index. */
  private static void skipShortTermSets(BitReader in) {
    int sets = in.unsignedExpGolomb(MAX_SHORT_TERM_SETS, "num_short_term_ref_pic_sets");
    int pictures = 0;
    for (int set = 0; set < sets; set++) {
      pictures = set > 0 && in.flag() ? predictedSet(in, pictures) : statedSet(in);
    }
  }

  /** The number of pictures in a set that is coded as the difference to the previous set. */
  private static int predictedSet(BitReader in, int picturesBefore) {
    in.skip(1); // delta_rps_sign
    in.skipExpGolomb(); // abs_delta_rps_minus1
    int pictures = 0;
    for (int i = 0; i <= picturesBefore; i++) {
      boolean used = in.flag();
      if (used || in.flag()) {
        pictures++;
      }
    }
    return pictures;
  }

  private static int statedSet(BitReader in) {
    int pictures =
        in.unsignedExpGolomb(16, "num_negative_pics")
            + in.unsignedExpGolomb(16, "num_positive_pics");
    for (int i = 0; i < pictures; i++) {
      in.skipExpGolomb(); // delta_poc_minus1
      in.skip(1); // used_by_curr_pic_flag
    }
    return pictures;
  }

  /** vui_parameters(), §E.2.1, up to its timing. */
  private static HevcSpsTail vui(BitReader in) {
    VuiPicture picture = VuiPicture.parse(in);
    in.skip(3); // neutral_chroma_indication_flag, field_seq_flag, frame_field_info_present_flag
    if (in.flag()) {
      for (int i = 0; i < 4; i++) {
        in.skipExpGolomb(); // default display window
      }
    }
    double frameRate = 0;
    if (in.flag()) {
      long unitsInTick = in.longBits(32);
      long timeScale = in.longBits(32);
      frameRate = unitsInTick == 0 ? 0 : (double) timeScale / unitsInTick;
    }
    return new HevcSpsTail(picture, frameRate);
  }
}
