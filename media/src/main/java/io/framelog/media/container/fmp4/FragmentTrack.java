package io.framelog.media.container.fmp4;

/** A track and how far its fragments have come in decode time. Not thread-safe. */
final class FragmentTrack {
  /** No frame lasts longer: a sample that far behind the one before follows a pause. */
  private static final long MAX_FRAME_SECONDS = 1;

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final MovieTrack movieTrack;
  private final long longestFrame;
  private long nextDecodeTime;
  private long lastEnd = UNKNOWN;
  private boolean reordered;
  private boolean announced;
  private long earliest;

  FragmentTrack(MovieTrack movieTrack) {
    this.movieTrack = movieTrack;
    this.longestFrame = MAX_FRAME_SECONDS * movieTrack.timescale();
  }

  MovieTrack movieTrack() {
    return movieTrack;
  }

  /** Another fragment begins, of which the track may have samples. */
  void fragmentBegins() {
    announced = false;
  }

  /** The fragment has a sample of the track, decoded at a time in ticks. */
  void announces(long dts) {
    earliest = announced ? Math.min(earliest, dts) : dts;
    announced = true;
  }

  /** Whether the fragment has samples of the track. */
  boolean isAnnounced() {
    return announced;
  }

  /** The earliest decode time of the fragment's samples, ticks; where it has any. */
  long earliest() {
    return earliest;
  }

  /** The decode time that the next sample has when the fragment does not state one, ticks. */
  long nextDecodeTime() {
    return nextDecodeTime;
  }

  void nextDecodeTime(long ticks) {
    nextDecodeTime = ticks;
  }

  /** The time of samples without bytes passes. */
  void passOver(long nextDecodeTimeTicks) {
    nextDecodeTime = nextDecodeTimeTicks;
    lastEnd = UNKNOWN;
  }

  /**
   * Where the next sample starts.
   *
   * <p>ffmpeg's muxer writes a fragment's decode time from the packet that waits in its queue. With
   * {@code frag_every_frame} that may be the packet behind the one it writes, which then has the
   * decode time of its successor and no duration:
   *
   * <pre>
   *   sample     a           b           c           d
   *   is at      0           1024        2048        3072
   *   written    0 + 1024    2048 + 0    2048 + 1024 3072 + 1024
   * </pre>
   *
   * <p>The sample before ends where such a sample starts, and the written time is where it ends.
   *
   * @param dts decode time as written, ticks
   * @param duration as written, ticks
   * @return decode time, ticks; at most {@code dts}
   */
  long startOf(long dts, long duration) {
    boolean late =
        duration == 0 && lastEnd != UNKNOWN && lastEnd < dts && dts - lastEnd <= longestFrame;
    long start = late ? lastEnd : dts;
    long end = dts + duration;
    lastEnd = end > start ? end : UNKNOWN;
    return start;
  }

  /**
   * When the sample is presented. Of one that it wrote late ffmpeg has lost the presentation time:
   * that is where it starts, but in a track of reordered frames, where the written time is nearer.
   *
   * @param start as {@link #startOf} said
   * @param dts decode time as written, ticks
   * @param composition offset as written, ticks
   */
  long presentationOf(long start, long dts, int composition) {
    reordered |= composition != 0;
    return composition == 0 && reordered ? dts : start + composition;
  }
}
