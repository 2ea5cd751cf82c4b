package io.framelog.ingest.session;

/** Metrics of one stream while a session of this node holds it. Must neither block nor allocate. */
public interface StreamMeter extends AutoCloseable {
  void bytesRead(int bytes);

  void sampleRead();

  /** The source is paused because Kafka is slow. */
  void paused();

  /** Media time from the start of the previous chunk to that of the next, µs. */
  void keyframeAfter(long intervalUs);

  /**
   * How far media time has run ahead of the wall clock since the session began, µs; negative when
   * it lags.
   */
  void drift(long driftUs);

  /** Number of jumps of the publisher's timestamps; the timeline continued without a gap. */
  void timesJumped(long count);

  /** Number of decode times that did not increase and were corrected. */
  void timesRepaired(long count);

  /** Number of silent frames inserted for an audio track without samples. */
  void silentFrames(long count);

  /** A GOP exceeds what is kept for viewers who join. */
  void longGop();

  /** The session has ended. */
  @Override
  void close();
}
