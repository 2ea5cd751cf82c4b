package io.framelog.media.container.fmp4;

/** A track and the decode time its fragments have reached. Not thread-safe. */
final class FragmentTrack {
  /** Maximum duration of a frame: a larger distance between samples is a pause. */
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

  /** Must be called at the beginning of each fragment. */
  void fragmentBegins() {
    announced = false;
  }

  /** Records a sample of the track in the fragment, decode time in ticks. */
  void announces(long dts) {
    earliest = announced ? Math.min(earliest, dts) : dts;
    announced = true;
  }

  /** Whether the fragment has samples of the track. */
  boolean isAnnounced() {
    return announced;
  }

  /** The earliest decode time of the fragment's samples, ticks; only valid if it has any. */
  long earliest() {
    return earliest;
  }

  /** The decode time of the next sample if the fragment does not state one, ticks. */
  long nextDecodeTime() {
    return nextDecodeTime;
  }

  void nextDecodeTime(long ticks) {
    nextDecodeTime = ticks;
  }

  /** Skips the time of samples without bytes. */
  void passOver(long nextDecodeTimeTicks) {
    nextDecodeTime = nextDecodeTimeTicks;
    lastEnd = UNKNOWN;
  }

  /**
   * The start of the next sample.
   *
   * <p>ffmpeg's muxer takes a fragment's decode time from the packet at the head of its queue. With
   * {@code frag_every_frame} that may be the packet after the one it writes, which then has the
   * decode time of its successor and no duration:
   *
   * <pre>
   *   sample     a           b           c           d
   *   starts at  0           1024        2048        3072
   *   written    0 + 1024    2048 + 0    2048 + 1024 3072 + 1024
   * </pre>
   *
   * <p>Such a sample starts where the previous one ends, and ends at the written time.
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
   * The presentation time of the sample. ffmpeg loses it for a sample with the decode time of its
   * successor: then it is the sample's start, or in a track with reordered frames the written time,
   * which is nearer.
   *
   * @param start as returned by {@link #startOf}
   * @param dts decode time as written, ticks
   * @param composition offset as written, ticks
   */
  long presentationOf(long start, long dts, int composition) {
    reordered |= composition != 0;
    return composition == 0 && reordered ? dts : start + composition;
  }
}
