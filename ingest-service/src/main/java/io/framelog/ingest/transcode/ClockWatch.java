package io.framelog.ingest.transcode;

/** Detects jumps in the timestamps of a track. One thread. */
final class ClockWatch {
  private static final long MAX_BACKWARD_S = 1;

  /** Longest pause of a track that is no jump; the same as in the chunker. */
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

  /** Whether a time is a jump from the previous one, ticks. */
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
