package io.framelog.ingest.session;

import io.framelog.controlplane.StreamLimits;
import io.framelog.log.StreamId;

/** The settings of each stream. Thread-safe, non-blocking. */
@FunctionalInterface
public interface StreamRules {
  /**
   * Whether a stream's current publisher must not be replaced; called for an earlier session that
   * has not ended.
   *
   * @return true when the stream is exclusive and the owner's node is live
   */
  boolean keeps(StreamId stream, SessionOwner owner);

  /** The limits of the stream's publisher. */
  default StreamLimits limits(StreamId stream) {
    return StreamLimits.NONE;
  }
}
