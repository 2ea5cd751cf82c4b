package io.framelog.ingest.session;

import io.framelog.ingest.source.EndReason;
import io.framelog.log.StreamId;

/** Figures of the sessions. Called on their event loops; must neither block nor allocate. */
public interface SessionMeter {
  void bytesRead(int bytes);

  void sampleRead();

  void chunkStarted();

  void partAppended(int bytes);

  void paused(PauseReason reason);

  /** A session's append failed; its publisher's bytes go on in a new one. */
  void appendFailed();

  /** A claim failed and is tried again. */
  void claimedAgain();

  /** A session here holds a stream from now on, until the meter is closed. */
  StreamMeter stream(StreamId stream);

  /** A publisher's connection is over. */
  void ended(EndReason reason);
}
