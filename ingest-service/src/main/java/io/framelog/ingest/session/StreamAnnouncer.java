package io.framelog.ingest.session;

import io.framelog.control.StreamState;
import io.framelog.log.StreamId;

/** Tells the cluster about streams. Called on the sessions' event loops; must not block. */
public interface StreamAnnouncer {
  /** The stream's session began, has another header, or ended. */
  void streamChanged(StreamState state);

  /** A session no longer owns its stream: another publisher describes it from now on. */
  void streamLost(StreamId stream, long session);
}
