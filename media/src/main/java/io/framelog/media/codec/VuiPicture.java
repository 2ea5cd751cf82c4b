package io.framelog.media.codec;

import io.framelog.media.Colour;
import io.framelog.media.PixelAspect;

/**
 * The beginning of the video usability information, common to H.264 and HEVC (ITU-T H.264 §E.1.1,
 * H.265 §E.2.1): pixel aspect and colour.
 */
record VuiPicture(PixelAspect aspect, Colour colour) {
  static final VuiPicture ABSENT = new VuiPicture(PixelAspect.UNKNOWN, Colour.UNKNOWN);

  private static final int EXTENDED_ASPECT_RATIO = 255;

  /** By aspect_ratio_idc, ITU-T H.264 Table E-1; 0 is unspecified. */
  private static final int[][] ASPECTS = {
    {0, 0}, {1, 1}, {12, 11}, {10, 11}, {16, 11}, {40, 33}, {24, 11}, {20, 11}, {32, 11}, {80, 33},
    {18, 11}, {15, 11}, {64, 33}, {160, 99}, {4, 3}, {3, 2}, {2, 1}
  };

  /** Reads up to and including the chroma sample locations. */
  static VuiPicture parse(BitReader in) {
    PixelAspect aspect = in.flag() ? aspect(in) : PixelAspect.UNKNOWN;
    if (in.flag()) {
      in.skip(1); // overscan_appropriate_flag
    }
    Colour colour = in.flag() ? colour(in) : Colour.UNKNOWN;
    if (in.flag()) {
      in.skipExpGolomb(); // chroma_sample_loc_type_top_field
      in.skipExpGolomb();
    }
    return new VuiPicture(aspect, colour);
  }

  private static PixelAspect aspect(BitReader in) {
    int idc = in.bits(8);
    if (idc == EXTENDED_ASPECT_RATIO) {
      return PixelAspect.of(in.bits(16), in.bits(16));
    }
    return idc < ASPECTS.length
        ? PixelAspect.of(ASPECTS[idc][0], ASPECTS[idc][1])
        : PixelAspect.UNKNOWN;
  }

  private static Colour colour(BitReader in) {
    in.skip(3); // video_format
    Colour.Range range = Colour.Range.ofFullFlag(in.flag());
    return in.flag()
        ? new Colour(in.bits(8), in.bits(8), in.bits(8), range)
        : new Colour(Colour.UNSPECIFIED, Colour.UNSPECIFIED, Colour.UNSPECIFIED, range);
  }
}
