package io.framelog.ingest.source.foreign;

import io.framelog.ingest.source.SourceListener;

/** Which way a publisher's bytes go to the session; takes them from the source. */
sealed interface Route extends SourceListener permits NativeRoute, WorkerRoute {
  /** The session wants no bytes for now. Idempotent. */
  void pause();

  /** The session takes bytes again. Idempotent. */
  void resume();

  /** Whether what takes the container apart has not started yet. */
  boolean isStarting();

  /** The session is over. */
  void close();
}
