package io.framelog.edge.channel;

import io.framelog.log.StreamId;

/** What channels and viewers count. Any thread. */
public interface ChannelMetrics {
  /**
   * Records of a live end were read, framed and handed to the event loops.
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

  /** A viewer was told a gap. */
  void gap(StreamId stream, GapReason reason);

  /** A channel is open of a stream that somebody publishes, or has. */
  void opened(StreamId stream);

  /** The stream's channel is closed: nothing by its name is kept. */
  void closed(StreamId stream);

  /**
   * The bytes that wait for viewers' sockets became more or less.
   *
   * @param change of their number
   */
  void queued(long change);

  /** Parts a viewer's full queue let go of. */
  void droppedForViewer(int frames);

  /** Events a busy event loop did not take. */
  void droppedForLoop(int events);

  /** From a viewer's request to its first part. */
  void joined(JoinKind kind, long nanos);
}
