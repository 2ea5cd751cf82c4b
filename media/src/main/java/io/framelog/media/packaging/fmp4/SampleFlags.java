package io.framelog.media.packaging.fmp4;

/** The two sample_flags values that are written, ISO/IEC 14496-12 §8.8.3.1. */
final class SampleFlags {
  /** sample_depends_on = 2: independent. */
  static final int SYNC = 0x0200_0000;

  /** sample_depends_on = 1, sample_is_non_sync_sample. */
  static final int NON_SYNC = 0x0101_0000;

  private SampleFlags() {}

  static int of(boolean keyframe) {
    return keyframe ? SYNC : NON_SYNC;
  }
}
