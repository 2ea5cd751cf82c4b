package io.framelog.ingest.source;

import io.framelog.log.StreamId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Admits publishers' connections; keeps sources independent of sessions. Thread-safe. */
public interface SourceAcceptor {
  /**
   * A publisher has connected.
   *
   * @param loop the event loop all calls to the source and its listener are made on
   * @param stream the stream the connection names; null when the container's title names it
   * @return the listener for the bytes; empty when the source was rejected and closed
   */
  Optional<SourceListener> accept(Source source, EventLoop loop, @Nullable StreamId stream);

  /** Rejects a publisher's connection before it has a session: closes, logs and counts it. */
  void turnAway(Source source, SourceEnd end);
}
