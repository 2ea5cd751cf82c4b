package io.framelog.media.container.fmp4;

/**
 * The default values of a track's samples: {@code trex}, ISO/IEC 14496-12 §8.8.3.
 *
 * @param description index of the sample entry, from 1
 * @param duration ticks of the track's timescale
 * @param size bytes
 * @param flags see {@link SampleFlags}
 */
record SampleDefaults(long description, long duration, long size, int flags) {
  /** A track without {@code trex}. */
  static final SampleDefaults NONE = new SampleDefaults(1, 0, 0, 0);

  static SampleDefaults read(BoxBody trexAfterTrackId) {
    return new SampleDefaults(
        trexAfterTrackId.u32(),
        trexAfterTrackId.u32(),
        trexAfterTrackId.u32(),
        trexAfterTrackId.s32());
  }
}
