package io.framelog.ingest.session;

/** Figures of one stream while a session here holds it. Must neither block nor allocate. */
public interface StreamMeter extends AutoCloseable {
  void bytesRead(int bytes);

  void sampleRead();

  /** Kafka is behind: the source is held back. */
  void paused();

  /** A chunk began so long after the one before, µs of media. */
  void keyframeAfter(long intervalUs);

  /**
   * How far media time has run ahead of the wall clock since the session began, µs; negative when
   * it lags.
   */
  void drift(long driftUs);

  /** The publisher's timestamps jumped so many times; the timeline went on without a hole. */
  void timesJumped(long count);

  /** So many decode times did not increase and were moved. */
  void timesRepaired(long count);

  /** So many frames of silence took the place of a sound that sent nothing. */
  void silentFrames(long count);

  /** A GOP has grown past what is kept for viewers who join. */
  void longGop();

  /** The session is over. */
  @Override
  void close();
}
