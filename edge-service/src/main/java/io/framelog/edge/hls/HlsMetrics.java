package io.framelog.edge.hls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** Metrics of HLS, {@code framelog_edge_hls_*}. Any thread. */
@ApplicationScoped
public class HlsMetrics {
  private final MeterRegistry registry;
  private final Counter playlists;
  private final Counter media;
  private final Counter refusedWaiting;
  private final Counter rendered;
  private final Counter chunksRead;
  private final Counter dropped;

  HlsMetrics(MeterRegistry registry) {
    this.registry = registry;
    playlists = counter("playlists", "requests for playlists");
    media = counter("media", "requests for init segments, segments and parts");
    refusedWaiting = counter("waiting.refused", "requests refused because too many wait");
    rendered = counter("rendered", "playlists rendered, each shared by all requests for it");
    chunksRead = counter("chunks.read", "chunks read back from the log");
    dropped = counter("loop.queue.dropped", "batches that a busy loop reads from the log later");
  }

  private Counter counter(String name, String description) {
    return Counter.builder("framelog.edge.hls." + name).description(description).register(registry);
  }

  void watch(Supplier<Number> streams, Supplier<Number> waiting, Supplier<Number> cachedBytes) {
    gauge("streams", "streams open for HLS", streams);
    gauge("waiting", "requests that wait; about the number of low-latency players", waiting);
    gauge("cache.bytes", "bytes of cached chunks", cachedBytes);
  }

  private void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder("framelog.edge.hls." + name, value).description(description).register(registry);
  }

  void playlist() {
    playlists.increment();
  }

  void media() {
    media.increment();
  }

  void refusedWaiting() {
    refusedWaiting.increment();
  }

  void rendered() {
    rendered.increment();
  }

  void chunkRead() {
    chunksRead.increment();
  }

  void dropped() {
    dropped.increment();
  }
}
