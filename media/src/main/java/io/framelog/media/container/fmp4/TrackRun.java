package io.framelog.media.container.fmp4;

/** Reads a {@code trun}, ISO/IEC 14496-12 §8.8.8: times, sizes and flags of samples in a row. */
final class TrackRun {
  private static final int DATA_OFFSET = 0x1;
  private static final int FIRST_FLAGS = 0x4;
  private static final int DURATION = 0x100;
  private static final int SIZE = 0x200;
  private static final int FLAGS = 0x400;
  private static final int COMPOSITION = 0x800;

  private TrackRun() {}

  /**
   * Adds the run's samples to the table.
   *
   * @param previousEnd start of the run's data when it does not state one
   * @return offset of the first byte after the run's data
   */
  static long read(
      BoxBody trun,
      FragmentTrack track,
      TrackFragmentHeader header,
      long previousEnd,
      SampleTable samples) {
    // In version 0 composition offsets are unsigned, but muxers write negative ones, and real ones
    // do not reach 2^31: both versions are read as signed.
    trun.version();
    int flags = trun.u24();
    long count = trun.u32();
    long offset = (flags & DATA_OFFSET) != 0 ? header.baseOffset() + trun.s32() : previousEnd;
    SampleDefaults defaults = header.defaults();
    int firstFlags = (flags & FIRST_FLAGS) != 0 ? trun.s32() : defaults.flags();
    int entryBytes = 4 * Integer.bitCount(flags & (DURATION | SIZE | FLAGS | COMPOSITION));
    if (count * entryBytes > trun.remaining()) {
      throw trun.malformed(
          "trun of " + count + " samples, expected at most " + trun.remaining() / entryBytes);
    }
    samples.reserve(count, trun.offset());
    MovieTrack movieTrack = track.movieTrack();
    boolean delivered = movieTrack.isDelivered();
    if (entryBytes == 0 && (defaults.size() == 0 || !delivered)) {
      // A gap in time, or an ignored track. Skipped without a loop, because 20 bytes can announce
      // any number of samples.
      long gap = count * defaults.duration();
      track.passOver(Bounds.add(track.nextDecodeTime(), gap, trun));
      return offset + count * defaults.size();
    }
    long dts = track.nextDecodeTime();
    for (int i = 0; i < count; i++) {
      long duration = (flags & DURATION) != 0 ? trun.u32() : defaults.duration();
      long size = (flags & SIZE) != 0 ? trun.u32() : defaults.size();
      int sampleFlags = (flags & FLAGS) != 0 ? trun.s32() : i == 0 ? firstFlags : defaults.flags();
      int composition = (flags & COMPOSITION) != 0 ? trun.s32() : 0;
      if (delivered) {
        long start = track.startOf(dts, duration);
        long presented = track.presentationOf(start, dts, composition);
        if (size > 0) {
          track.announces(start + movieTrack.shift());
        }
        samples.add(
            movieTrack.id(),
            offset,
            size,
            start + movieTrack.shift(),
            presented + movieTrack.shift(),
            dts + duration - start,
            SampleFlags.isSync(sampleFlags));
      }
      offset += size;
      dts += duration;
    }
    track.nextDecodeTime(Bounds.check(dts, trun));
    return offset;
  }
}
