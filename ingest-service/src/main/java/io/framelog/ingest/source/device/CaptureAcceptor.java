package io.framelog.ingest.source.device;

import io.framelog.ingest.demux.DemuxerFactory;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceListener;
import io.framelog.log.StreamId;
import java.util.Optional;

/** Admits captures as publishers. Thread-safe. */
@FunctionalInterface
public interface CaptureAcceptor {
  /**
   * A capture begins.
   *
   * @param loop the event loop all calls to the source and its listener are made on
   * @return the listener for the bytes; empty when the source was rejected and closed
   */
  Optional<SourceListener> accept(
      Source source, EventLoop loop, StreamId stream, DemuxerFactory demuxers);
}
