package io.framelog.ingest.node;

import io.framelog.ingest.session.PauseReason;
import io.framelog.ingest.session.SessionMeter;
import io.framelog.ingest.session.StreamMeter;
import io.framelog.ingest.source.EndReason;
import io.framelog.log.StreamId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prometheus metrics of the sessions, {@code framelog_ingest_…}. */
@ApplicationScoped
public class IngestMetrics implements SessionMeter {
  private final Counter bytes;
  private final Counter samples;
  private final Counter chunks;
  private final Counter parts;
  private final Counter partBytes;
  private final Counter appendFailures;
  private final Counter claimRetries;
  private final StreamMeters streams;
  private final Map<PauseReason, Counter> pauses = new EnumMap<>(PauseReason.class);
  private final Map<EndReason, Counter> ends = new EnumMap<>(EndReason.class);
  private final Map<EndReason, Counter> rejections = new EnumMap<>(EndReason.class);

  IngestMetrics(MeterRegistry registry) {
    bytes = counter(registry, "received.bytes", "Bytes read from publishers");
    samples = counter(registry, "samples", "Samples parsed from publishers' bytes");
    chunks = counter(registry, "chunks", "Chunks started in the log");
    parts = counter(registry, "parts", "Parts handed to the log");
    partBytes = counter(registry, "appended.bytes", "Bytes of the parts handed to the log");
    appendFailures =
        counter(registry, "append.failures", "Sessions replaced after a failed append");
    streams = new StreamMeters(registry);
    claimRetries = counter(registry, "claim.retries", "Claims repeated after a failure");
    for (PauseReason reason : PauseReason.values()) {
      pauses.put(
          reason,
          counter(registry, "pauses", "Pauses in reading a socket", "reason", reason.wireName()));
    }
    for (EndReason reason : EndReason.values()) {
      ends.put(reason, counter(registry, "ends", "Connections ended", "reason", reason.wireName()));
      if (reason.isRejection()) {
        rejections.put(
            reason,
            counter(registry, "rejections", "Publishers rejected", "reason", reason.wireName()));
      }
    }
  }

  @Override
  public void bytesRead(int count) {
    bytes.increment(count);
  }

  @Override
  public void sampleRead() {
    samples.increment();
  }

  @Override
  public void chunkStarted() {
    chunks.increment();
  }

  @Override
  public void partAppended(int count) {
    parts.increment();
    partBytes.increment(count);
  }

  @Override
  public void paused(PauseReason reason) {
    increment(pauses.get(reason));
  }

  @Override
  public StreamMeter stream(StreamId stream) {
    return streams.open(stream);
  }

  @Override
  public void appendFailed() {
    appendFailures.increment();
  }

  @Override
  public void claimedAgain() {
    claimRetries.increment();
  }

  @Override
  public void ended(EndReason reason) {
    increment(ends.get(reason));
    increment(rejections.get(reason));
  }

  private static Counter counter(
      MeterRegistry registry, String name, String description, String... tags) {
    return Counter.builder("framelog.ingest." + name)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private static void increment(@Nullable Counter counter) {
    if (counter != null) {
      counter.increment();
    }
  }
}
