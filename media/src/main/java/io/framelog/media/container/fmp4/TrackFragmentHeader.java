package io.framelog.media.container.fmp4;

/**
 * {@code tfhd}, ISO/IEC 14496-12 §8.8.7, completed with the movie's defaults.
 *
 * @param baseOffset base of data offsets, in the publisher's bytes
 * @param defaults for samples whose run does not state the values
 */
record TrackFragmentHeader(long baseOffset, SampleDefaults defaults) {
  private static final int BASE_DATA_OFFSET = 0x1;
  private static final int DESCRIPTION = 0x2;
  private static final int DURATION = 0x8;
  private static final int SIZE = 0x10;
  private static final int FLAGS = 0x20;
  private static final int BASE_IS_MOOF = 0x20000;

  /**
   * @param flags of the FullBox
   * @param tfhd positioned after its track number
   * @param data possible bases of this fragment's data offsets
   */
  static TrackFragmentHeader read(
      int flags, BoxBody tfhd, SampleDefaults movie, FragmentData data) {
    long base =
        (flags & BASE_DATA_OFFSET) != 0
            ? Bounds.add(data.fileStart(), tfhd.u64(), tfhd)
            : (flags & BASE_IS_MOOF) != 0 ? data.moofStart() : data.previousEnd();
    SampleDefaults defaults =
        new SampleDefaults(
            (flags & DESCRIPTION) != 0 ? tfhd.u32() : movie.description(),
            (flags & DURATION) != 0 ? tfhd.u32() : movie.duration(),
            (flags & SIZE) != 0 ? tfhd.u32() : movie.size(),
            (flags & FLAGS) != 0 ? tfhd.s32() : movie.flags());
    if (defaults.description() > 1) {
      throw tfhd.malformed(
          "fragment uses sample entry " + defaults.description() + ", expected the first");
    }
    return new TrackFragmentHeader(base, defaults);
  }
}
