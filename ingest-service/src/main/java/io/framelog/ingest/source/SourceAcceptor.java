package io.framelog.ingest.source;

import io.framelog.log.StreamId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Admits publishers' connections, so that sources know nothing of sessions. Thread-safe. */
public interface SourceAcceptor {
  /**
   * A publisher has connected.
   *
   * @param loop the event loop all calls to the source and its listener are made on
   * @param stream the stream the connection names; null when the container's title has to
   * @return who takes the bytes; empty when the source was rejected and closed
   */
  Optional<SourceListener> accept(Source source, EventLoop loop, @Nullable StreamId stream);

  /** Closes a publisher's connection that is no use to any session; logged and counted. */
  void turnAway(Source source, SourceEnd end);
}
