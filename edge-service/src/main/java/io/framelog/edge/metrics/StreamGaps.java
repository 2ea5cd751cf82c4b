package io.framelog.edge.metrics;

import io.framelog.edge.channel.GapReason;
import io.framelog.log.StreamId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gaps by stream, until the stream's channel is closed. The counter of {@code slow}, which any
 * stream may have, starts at 0; those of other reasons exist from their first gap on. Thread-safe.
 */
final class StreamGaps {
  private final MeterRegistry registry;
  private final Map<StreamId, Map<GapReason, Counter>> streams = new ConcurrentHashMap<>();

  StreamGaps(MeterRegistry registry) {
    this.registry = registry;
  }

  void begin(StreamId stream) {
    add(stream, GapReason.SLOW, 0);
  }

  void count(StreamId stream, GapReason reason) {
    add(stream, reason, 1);
  }

  private void add(StreamId stream, GapReason reason, int gaps) {
    streams.compute(
        stream,
        (id, known) -> {
          Map<GapReason, Counter> counters = known == null ? new EnumMap<>(GapReason.class) : known;
          counters.computeIfAbsent(reason, first -> counter(id, first)).increment(gaps);
          return counters;
        });
  }

  private Counter counter(StreamId stream, GapReason reason) {
    return Counter.builder("framelog.edge.stream.gaps")
        .description("gaps announced to viewers of a stream")
        .tag("stream", stream.value())
        .tag("reason", reason.wireName())
        .register(registry);
  }

  void forget(StreamId stream) {
    streams.computeIfPresent(
        stream,
        (id, counters) -> {
          counters.values().forEach(registry::remove);
          return null;
        });
  }
}
