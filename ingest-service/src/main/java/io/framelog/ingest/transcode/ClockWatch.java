package io.framelog.ingest.transcode;

/** Sees that the times of a track start anew. One thread. */
final class ClockWatch {
  private static final long MAX_BACKWARD_S = 1;

  /** A track may pause for so long, as the chunker thinks, too. */
  private static final long MAX_FORWARD_S = 60;

  private final long timescale;
  private boolean begun;
  private long last;

  /**
   * @param timescale ticks a second
   */
  ClockWatch(long timescale) {
    this.timescale = timescale;
  }

  /** Whether a time does not go on from the one before, ticks. */
  boolean jumps(long time) {
    long difference = time - last;
    boolean jumped =
        begun
            && (difference < -MAX_BACKWARD_S * timescale || difference > MAX_FORWARD_S * timescale);
    begun = true;
    last = time;
    return jumped;
  }
}
