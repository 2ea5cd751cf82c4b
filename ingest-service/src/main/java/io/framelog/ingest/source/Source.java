package io.framelog.ingest.source;

import io.framelog.log.IgnoredTrackInfo;
import java.util.List;
import java.util.Optional;

/** A connected publisher, as the session sees it. Called on the connection's event loop only. */
public interface Source {
  /** How the publisher came: {@code tcp}, {@code http}, {@code websocket}. */
  String kind();

  /** Tells this connection from others in logs: kind and remote address, no key. */
  String connection();

  /**
   * The network address the publisher comes from, see {@link RemoteAddress}.
   *
   * @return empty when it does not come over the network: a device of this node
   */
  default Optional<String> remoteAddress() {
    return Optional.empty();
  }

  /**
   * The parameters beside the stream's name, as in a URL's query. May hold a key: never to be
   * logged or repeated. Empty where the container's title has them.
   */
  default String query() {
    return "";
  }

  /**
   * Whether closing in order is an end. Plain TCP closes in the same way when the publisher's
   * process is killed.
   */
  default boolean announcesEnd() {
    return true;
  }

  /**
   * Tracks of the publisher's are left out: told before {@link #claimed} and again when the list
   * changes. Does nothing where the protocol has no word for it.
   */
  default void ignoredTracks(List<IgnoredTrackInfo> tracks) {}

  /**
   * The stream is this publisher's, also when it had to be claimed anew. Does nothing where the
   * protocol has no word for it.
   *
   * @param session the session's number
   */
  default void claimed(long session) {}

  /**
   * Whether the node's log hears from the source itself why it ended, so that nobody else says it.
   */
  default boolean tellsWhyItEnded() {
    return false;
  }

  /** Stops reading from the socket; what was read already may still be delivered. Idempotent. */
  void pause();

  /** Reads on. Idempotent. */
  void resume();

  /** Answers the publisher where the protocol can, and closes the connection. Called once. */
  void close(SourceEnd end);
}
