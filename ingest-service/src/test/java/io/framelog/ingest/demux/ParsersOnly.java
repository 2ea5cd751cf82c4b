package io.framelog.ingest.demux;

import io.framelog.ingest.source.AddressBound;
import io.framelog.ingest.worker.WorkerSettings;
import io.framelog.ingest.worker.Workers;
import java.time.Duration;

/**
 * Detects containers as in production, but starts no process: publishers at {@link #ADDRESS} whose
 * container FFmpeg demuxes are refused.
 */
public final class ParsersOnly implements DemuxerFactory {
  public static final String ADDRESS = "192.0.2.1";

  private final AddressBound headerless = new AddressBound(1);
  private final Workers workers =
      new Workers(new WorkerSettings(1, Duration.ofSeconds(30), Duration.ofSeconds(10), false));

  public ParsersOnly() {
    headerless.enter(ADDRESS);
  }

  @Override
  public Demuxer create(Demuxer.Context context) {
    return new SniffingDemuxer(context, workers, headerless);
  }
}
