package io.framelog.media.codec;

/** The smallest VP9 level for a picture size and rate (webmproject.org, VP9 levels). */
enum Vp9Level {
  L1(10, 829_440L, 36_864),
  L1_1(11, 2_764_800L, 73_728),
  L2(20, 4_608_000L, 122_880),
  L2_1(21, 9_216_000L, 245_760),
  L3(30, 20_736_000L, 552_960),
  L3_1(31, 36_864_000L, 983_040),
  L4(40, 83_558_400L, 2_228_224),
  L4_1(41, 160_432_128L, 2_228_224),
  L5(50, 311_951_360L, 8_912_896),
  L5_1(51, 588_251_136L, 8_912_896),
  L5_2(52, 1_176_502_272L, 8_912_896),
  L6(60, 1_176_502_272L, 35_651_584),
  L6_1(61, 2_353_004_544L, 35_651_584),
  L6_2(62, 4_706_009_088L, 35_651_584);

  /** Assumed when no rate is stated; it only affects the choice between neighbouring levels. */
  private static final double USUAL_FRAME_RATE = 30;

  private final int code;
  private final long samplesPerSecond;
  private final int pictureSamples;

  Vp9Level(int code, long samplesPerSecond, int pictureSamples) {
    this.code = code;
    this.samplesPerSecond = samplesPerSecond;
    this.pictureSamples = pictureSamples;
  }

  /**
   * The level of a picture size and rate.
   *
   * @param frameRate frames a second; 0 when unknown
   * @return ten times the level
   */
  static int of(int width, int height, double frameRate) {
    long picture = (long) width * height;
    double rate = picture * (frameRate > 0 ? frameRate : USUAL_FRAME_RATE);
    for (Vp9Level level : values()) {
      if (picture <= level.pictureSamples && rate <= level.samplesPerSecond) {
        return level.code;
      }
    }
    return L6_2.code;
  }
}
