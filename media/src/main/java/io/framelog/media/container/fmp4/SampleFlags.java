package io.framelog.media.container.fmp4;

/** The 32 bits that describe a sample, ISO/IEC 14496-12 §8.8.3.1. */
final class SampleFlags {
  private static final int DEPENDS_ON_OTHERS = 0x0100_0000;
  private static final int NON_SYNC = 0x0001_0000;

  private SampleFlags() {}

  /**
   * Neither marked as non-sync sample nor as depending on others (ffmpeg sets both on P frames).
   */
  static boolean isSync(int flags) {
    return (flags & (DEPENDS_ON_OTHERS | NON_SYNC)) == 0;
  }
}
