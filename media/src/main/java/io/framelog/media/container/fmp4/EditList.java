package io.framelog.media.container.fmp4;

/**
 * The effect of an edit list on the times of a live track: it delays the track (a leading empty
 * edit) and cuts off its beginning (the media time of the first other edit), ISO/IEC 14496-12
 * §8.6.6. Later edits describe a finished presentation and are ignored.
 *
 * @param delay in the movie's timescale
 * @param mediaTime in the track's timescale
 */
record EditList(long delay, long mediaTime) {
  static final EditList NONE = new EditList(0, 0);

  private static final long EMPTY = -1;

  static EditList read(BoxBody elst) {
    int version = elst.version();
    elst.u24();
    long entries = elst.u32();
    long delay = 0;
    for (long i = 0; i < entries; i++) {
      long duration = version == 1 ? elst.u64() : elst.u32();
      long mediaTime = version == 1 ? elst.s64() : elst.s32();
      elst.s32(); // media rate
      if (mediaTime == EMPTY) {
        delay = Bounds.add(delay, duration, elst);
      } else if (mediaTime < 0) {
        throw elst.malformed("edit at media time " + mediaTime + ", expected -1 or more");
      } else {
        return new EditList(delay, Bounds.check(mediaTime, elst));
      }
    }
    return NONE;
  }

  /** Ticks of the track's timescale to add to every decode and presentation time. */
  long shift(long movieTimescale, long trackTimescale, BoxBody where) {
    if (delay == 0) {
      return -mediaTime;
    }
    if (movieTimescale == 0) {
      throw where.malformed("an edit delays a track, but the movie's timescale is 0");
    }
    try {
      long ticks = Math.multiplyExact(delay, trackTimescale) / movieTimescale;
      return Bounds.check(ticks, where) - mediaTime;
    } catch (ArithmeticException e) {
      throw where.malformed("an edit delays a track by " + delay + " ticks, which overflows");
    }
  }
}
