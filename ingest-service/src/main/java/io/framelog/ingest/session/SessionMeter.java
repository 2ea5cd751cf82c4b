package io.framelog.ingest.session;

import io.framelog.ingest.source.EndReason;
import io.framelog.log.StreamId;

/** Metrics of the sessions. Called on their event loops; must neither block nor allocate. */
public interface SessionMeter {
  void bytesRead(int bytes);

  void sampleRead();

  void chunkStarted();

  void partAppended(int bytes);

  void paused(PauseReason reason);

  /** A session's append failed; its publisher continues in a new one. */
  void appendFailed();

  /** A claim failed and is retried. */
  void claimedAgain();

  /** A session of this node holds a stream until the meter is closed. */
  StreamMeter stream(StreamId stream);

  /** A publisher's connection has ended. */
  void ended(EndReason reason);
}
