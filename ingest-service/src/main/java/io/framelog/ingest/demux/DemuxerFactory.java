package io.framelog.ingest.demux;

/** Makes a demuxer for each connection. Thread-safe. */
@FunctionalInterface
public interface DemuxerFactory {
  Demuxer create(Demuxer.Context context);
}
