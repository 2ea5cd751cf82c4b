package io.framelog.ingest.session;

import io.framelog.log.StreamId;

/** Decides whether a stream's present publisher must not be replaced. Thread-safe, non-blocking. */
@FunctionalInterface
public interface Exclusivity {
  /**
   * Asked about an unended earlier session.
   *
   * @return true when the stream is exclusive and the owner's node lives
   */
  boolean keeps(StreamId stream, SessionOwner owner);
}
