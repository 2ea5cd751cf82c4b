package io.framelog.ingest.source;

import io.framelog.log.IgnoredTrackInfo;
import java.util.List;
import java.util.Optional;

/** A connected publisher, as the session sees it. Called on the connection's event loop only. */
public interface Source {
  /** The publisher's protocol: {@code tcp}, {@code http}, {@code websocket}. */
  String kind();

  /** Identifies this connection in logs: kind and remote address, no key. */
  String connection();

  /**
   * The publisher's network address, see {@link RemoteAddress}.
   *
   * @return empty for a publisher that is not on the network: a device of this node
   */
  default Optional<String> remoteAddress() {
    return Optional.empty();
  }

  /**
   * The parameters in addition to the stream's name, as in a URL's query. May contain a key: must
   * never be logged or sent. Empty when the container's title contains them.
   */
  default String query() {
    return "";
  }

  /**
   * Whether a normal close announces the publisher's end. Plain TCP closes in the same way when the
   * publisher's process is killed.
   */
  default boolean announcesEnd() {
    return true;
  }

  /**
   * Tracks of the publisher are left out. Called before {@link #claimed} and again when the list
   * changes. Does nothing when the protocol has no message for it.
   */
  default void ignoredTracks(List<IgnoredTrackInfo> tracks) {}

  /**
   * The publisher has claimed its stream; called again after each further claim. Does nothing when
   * the protocol has no message for it.
   *
   * @param session the session's number
   */
  default void claimed(long session) {}

  /** Whether the source itself logs why it ended, so that the session does not. */
  default boolean tellsWhyItEnded() {
    return false;
  }

  /** Stops reading from the socket; what was read already may still be delivered. Idempotent. */
  void pause();

  /** Resumes reading. Idempotent. */
  void resume();

  /** Answers the publisher if the protocol allows it, and closes the connection. Called once. */
  void close(SourceEnd end);
}
