package io.framelog.ingest.session;

import io.framelog.controlplane.StreamLimits;
import io.framelog.log.StreamId;

/** What operators set for each stream. Thread-safe, non-blocking. */
@FunctionalInterface
public interface StreamRules {
  /**
   * Whether a stream's present publisher must not be replaced; asked about an unended earlier
   * session.
   *
   * @return true when the stream is exclusive and the owner's node lives
   */
  boolean keeps(StreamId stream, SessionOwner owner);

  /** What the stream's publisher is allowed. */
  default StreamLimits limits(StreamId stream) {
    return StreamLimits.NONE;
  }
}
