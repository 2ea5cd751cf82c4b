package io.framelog.ingest.demux;

import io.framelog.ingest.source.AddressBound;
import io.framelog.ingest.worker.Workers;

/** Makes the demuxers of a node's connections, which share its media workers. Thread-safe. */
public final class Demuxers implements DemuxerFactory {
  private final Workers workers;

  /** Connections without a header that hold a worker: an address may hold half of the workers. */
  private final AddressBound headerless;

  public Demuxers(Workers workers) {
    this.workers = workers;
    this.headerless = new AddressBound(SniffingDemuxer.share(workers));
  }

  @Override
  public Demuxer create(Demuxer.Context context) {
    return new SniffingDemuxer(context, workers, headerless);
  }
}
