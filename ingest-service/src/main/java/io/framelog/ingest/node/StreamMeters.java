package io.framelog.ingest.node;

import io.framelog.ingest.session.StreamMeter;
import io.framelog.log.StreamId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * Metrics of each stream that is published to this node, {@code framelog_ingest_stream_…}. They are
 * removed with the last session that holds the stream. Thread-safe.
 */
final class StreamMeters {
  private static final double MICROS = 1e6;

  private final MeterRegistry registry;
  private final Counter jumps;
  private final Counter repairs;
  private final Counter longGops;
  private final Counter silentFrames;
  private final Map<StreamId, Figures> streams = new ConcurrentHashMap<>();

  StreamMeters(MeterRegistry registry) {
    this.registry = registry;
    jumps = counter("timestamp.jumps", "Times publishers' timestamps jumped");
    repairs = counter("timestamp.repairs", "Decode times that did not increase and were corrected");
    longGops = counter("long.gops", "GOPs larger than what is kept for viewers who join");
    silentFrames =
        counter("silent.frames", "Silent frames inserted for audio tracks without samples");
  }

  private Counter counter(String name, String description) {
    return Counter.builder("framelog.ingest." + name).description(description).register(registry);
  }

  /** One more session holds the stream. */
  StreamMeter open(StreamId stream) {
    Figures figures =
        streams.compute(
            stream,
            (id, known) -> {
              Figures held = known == null ? new Figures(id) : known;
              held.holders++;
              return held;
            });
    return new Hold(figures);
  }

  private void release(Figures figures) {
    streams.computeIfPresent(
        figures.stream,
        (id, held) -> {
          if (--held.holders > 0) {
            return held;
          }
          held.meters.forEach(registry::remove);
          return null;
        });
  }

  /** Metrics of one stream; {@code holders} is only changed within the map's compute functions. */
  private final class Figures {
    private final StreamId stream;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong samples = new AtomicLong();
    private final AtomicLong pauses = new AtomicLong();
    private final AtomicLong timesJumped = new AtomicLong();
    private final AtomicLong silentFrames = new AtomicLong();
    private final AtomicLong keyframeIntervalUs = new AtomicLong();
    private final AtomicLong driftUs = new AtomicLong();
    private final List<Meter> meters;
    private int holders;

    Figures(StreamId stream) {
      this.stream = stream;
      this.meters =
          List.of(
              counter("received.bytes", "Bytes read from its publisher", bytes),
              counter("samples", "Samples parsed from its publisher's bytes", samples),
              counter("pauses", "Times its source was paused because of Kafka", pauses),
              counter("timestamp.jumps", "Times its publisher's timestamps jumped", timesJumped),
              counter("silent.frames", "Silent frames inserted for its audio track", silentFrames),
              gauge(
                  "keyframe.interval",
                  "Media time between the keyframes that begin its last chunks",
                  keyframeIntervalUs),
              gauge("drift", "Media time ahead of the wall clock", driftUs));
    }

    private Meter counter(String name, String description, AtomicLong value) {
      return FunctionCounter.builder(
              "framelog.ingest.stream." + name, value, AtomicLong::doubleValue)
          .description(description)
          .tag("stream", stream.value())
          .register(registry);
    }

    private Meter gauge(String name, String description, AtomicLong micros) {
      ToDoubleFunction<AtomicLong> seconds = value -> value.get() / MICROS;
      return Gauge.builder("framelog.ingest.stream." + name, micros, seconds)
          .description(description)
          .baseUnit("seconds")
          .tag("stream", stream.value())
          .register(registry);
    }
  }

  /** The handle of one session; closing it is idempotent. */
  private final class Hold implements StreamMeter {
    private final Figures figures;
    private boolean closed;

    Hold(Figures figures) {
      this.figures = figures;
    }

    @Override
    public void bytesRead(int count) {
      figures.bytes.addAndGet(count);
    }

    @Override
    public void sampleRead() {
      figures.samples.incrementAndGet();
    }

    @Override
    public void paused() {
      figures.pauses.incrementAndGet();
    }

    @Override
    public void keyframeAfter(long intervalUs) {
      figures.keyframeIntervalUs.set(intervalUs);
    }

    @Override
    public void drift(long driftUs) {
      figures.driftUs.set(driftUs);
    }

    @Override
    public void timesJumped(long count) {
      figures.timesJumped.addAndGet(count);
      jumps.increment((double) count);
    }

    @Override
    public void timesRepaired(long count) {
      repairs.increment((double) count);
    }

    @Override
    public void silentFrames(long count) {
      figures.silentFrames.addAndGet(count);
      StreamMeters.this.silentFrames.increment((double) count);
    }

    @Override
    public void longGop() {
      longGops.increment();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        release(figures);
      }
    }
  }
}
