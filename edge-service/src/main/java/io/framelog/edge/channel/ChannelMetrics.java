package io.framelog.edge.channel;

import io.framelog.log.StreamId;

/** Metrics of channels and viewers. Any thread. */
public interface ChannelMetrics {
  /**
   * Records at a live end were read, framed and queued for the event loops.
   *
   * @param bytes of their payload
   * @param lagMs from the ingest node's clock at appending the last of them until now, ms; negative
   *     where clocks differ
   */
  void read(int records, long bytes, long lagMs);

  /** A part was framed. */
  void part(int bytes);

  /** Bytes handed to a socket. */
  void sent(long bytes);

  /** A viewer was notified of a gap. */
  void gap(StreamId stream, GapReason reason);

  /** A channel was opened for a stream that is or was published. */
  void opened(StreamId stream);

  /** The stream's channel was closed: no metric with its name is kept. */
  void closed(StreamId stream);

  /**
   * The number of bytes queued for viewers' sockets has changed.
   *
   * @param change in bytes, negative for fewer
   */
  void queued(long change);

  /** Frames dropped from a viewer's full queue. */
  void droppedForViewer(int frames);

  /** Events dropped because an event loop's queue was full. */
  void droppedForLoop(int events);

  /** From a viewer's request to its first part. */
  void joined(JoinKind kind, long nanos);
}
