package io.framelog.ingest.session;

import io.framelog.controlplane.StreamState;

/**
 * Announces the states of streams to the cluster. Called on the sessions' event loops; must not
 * block.
 */
public interface StreamAnnouncer {
  /** The stream's session began, has another header, ended, or was lost. */
  void streamChanged(StreamState state);
}
