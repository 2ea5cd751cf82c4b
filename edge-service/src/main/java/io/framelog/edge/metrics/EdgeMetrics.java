package io.framelog.edge.metrics;

import io.framelog.edge.channel.ChannelMetrics;
import io.framelog.edge.channel.GapReason;
import io.framelog.edge.channel.JoinKind;
import io.framelog.edge.channel.LoopLoad;
import io.framelog.edge.connection.DisconnectReason;
import io.framelog.edge.message.ClientMessage;
import io.framelog.log.KafkaLogReader;
import io.framelog.log.StreamId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Metrics of an edge, {@code framelog_edge_*}. Only gaps have the stream's name as a tag. */
@ApplicationScoped
public class EdgeMetrics implements ChannelMetrics {
  private static final long MAX_LATENCY_MS = 3_600_000;
  private static final long MAX_REPORTED = 1000;
  private static final Duration[] JOIN_BUCKETS =
      millis(5, 10, 20, 50, 100, 150, 250, 500, 1000, 5000);
  private static final Duration[] LAG_BUCKETS = millis(1, 2, 5, 10, 25, 50, 100, 250, 1000, 5000);

  private final MeterRegistry registry;
  private final Counter logRecords;
  private final Counter logBytes;
  private final Timer logLag;
  private final Counter parts;
  private final Counter partBytes;
  private final Counter sentBytes;
  private final Counter viewerDrops;
  private final Counter loopDrops;
  private final MeterPerTag<JoinKind, Timer> joins;
  private final StreamGaps streamGaps;
  private final LongAdder viewerQueues = new LongAdder();
  private final DistributionSummary playerLatency;
  private final Counter playerStalls;
  private final Counter playerDrops;
  private final AtomicInteger loops = new AtomicInteger();
  private final MeterPerTag<DisconnectReason, Counter> givenUp;
  private final MeterPerTag<GapReason, Counter> gaps;

  EdgeMetrics(MeterRegistry registry) {
    this.registry = registry;
    logRecords = counter("log.records", "records read at the live ends of logs");
    logBytes = counter("log.bytes", "bytes of their payload");
    logLag =
        Timer.builder("framelog.edge.log.lag")
            .description("from the ingest node's append to this edge's event loops")
            .serviceLevelObjectives(LAG_BUCKETS)
            .register(registry);
    parts = counter("parts", "parts framed");
    partBytes = counter("parts.bytes", "bytes of parts framed");
    sentBytes = counter("sent.bytes", "bytes handed to viewers' sockets");
    viewerDrops = counter("viewer.queue.dropped", "frames dropped from full viewer queues");
    loopDrops = counter("loop.queue.dropped", "events dropped at full event loop queues");
    playerStalls = counter("player.stalls", "stalls that players reported");
    playerDrops = counter("player.dropped.frames", "frames that players reported as dropped");
    joins =
        new MeterPerTag<>(
            JoinKind.class,
            kind ->
                Timer.builder("framelog.edge.join")
                    .description("from a viewer's connection to its first part")
                    .tag("kind", kind.wireName())
                    .serviceLevelObjectives(JOIN_BUCKETS)
                    .register(registry));
    streamGaps = new StreamGaps(registry);
    Gauge.builder("framelog.edge.viewer.queue", viewerQueues, LongAdder::sum)
        .description("bytes queued for viewers' sockets")
        .baseUnit("bytes")
        .register(registry);
    playerLatency =
        DistributionSummary.builder("framelog.edge.player.latency")
            .description("latency that players reported")
            .baseUnit("seconds")
            .register(registry);
    givenUp =
        new MeterPerTag<>(
            DisconnectReason.class,
            reason ->
                reasonCounter(
                    "viewers.given.up",
                    "viewers whose connection the edge ended",
                    reason.wireName()));
    gaps =
        new MeterPerTag<>(
            GapReason.class,
            reason -> reasonCounter("gaps", "gaps announced to viewers", reason.wireName()));
  }

  private static Duration[] millis(long... bounds) {
    return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  private Counter counter(String name, String description) {
    return Counter.builder("framelog.edge." + name).description(description).register(registry);
  }

  private Counter reasonCounter(String name, String description, String reason) {
    return Counter.builder("framelog.edge." + name)
        .description(description)
        .tag("reason", reason)
        .register(registry);
  }

  public void watchViewers(Supplier<Number> viewers) {
    Gauge.builder("framelog.edge.viewers", viewers)
        .description("long-lived connections of viewers")
        .register(registry);
  }

  public void watchLoopQueues(Supplier<Number> bytes) {
    Gauge.builder("framelog.edge.loop.queue", bytes)
        .description("bytes queued for event loops")
        .baseUnit("bytes")
        .register(registry);
  }

  public void watchChunks(Supplier<Number> bytes, Supplier<Number> overflows) {
    Gauge.builder("framelog.edge.chunk.cache", bytes)
        .description("bytes of the current chunks of all streams, kept for joining viewers")
        .baseUnit("bytes")
        .register(registry);
    FunctionCounter.builder(
            "framelog.edge.chunk.cache.overflows", overflows, o -> o.get().doubleValue())
        .description("chunks that are not kept because those of all streams use too much memory")
        .register(registry);
  }

  public void watchReadBack(Supplier<Number> bytes, Supplier<Number> refused) {
    Gauge.builder("framelog.edge.read.back", bytes)
        .description("bytes being read back from the log, or not accepted by sockets yet")
        .baseUnit("bytes")
        .register(registry);
    FunctionCounter.builder("framelog.edge.read.back.refused", refused, r -> r.get().doubleValue())
        .description("reads refused for lack of memory: HLS answers 503, viewers in the past wait")
        .register(registry);
  }

  public void watchChannels(Supplier<Number> channels) {
    Gauge.builder("framelog.edge.channels", channels)
        .description("open channels, including those without viewers that close soon")
        .register(registry);
  }

  public void watchLoop(LoopLoad loop) {
    String number = String.valueOf(loops.getAndIncrement());
    Gauge.builder("framelog.edge.coalesce.window", loop, l -> l.window().toNanos() / 1e9)
        .description("how long a busy event loop delays parts to write several at once")
        .baseUnit("seconds")
        .tag("loop", number)
        .register(registry);
    Gauge.builder("framelog.edge.loop.busy", loop, LoopLoad::busy)
        .description("fraction of time an event loop is at work or behind")
        .baseUnit("ratio")
        .tag("loop", number)
        .register(registry);
  }

  public void watchLog(KafkaLogReader reader) {
    Gauge.builder("framelog.edge.log.behind", reader, KafkaLogReader::recordsBehind)
        .description("records that Kafka has and this edge has not read yet")
        .baseUnit("records")
        .register(registry);
    FunctionCounter.builder("framelog.edge.log.left.out", reader, KafkaLogReader::leftOutRecords)
        .description("times a record was skipped because it or its batch could not be read")
        .baseUnit("records")
        .register(registry);
  }

  @Override
  public void read(int records, long bytes, long lagMs) {
    logRecords.increment(records);
    logBytes.increment((double) bytes);
    logLag.record(Duration.ofMillis(Math.max(0, lagMs)));
  }

  @Override
  public void part(int bytes) {
    parts.increment();
    partBytes.increment(bytes);
  }

  @Override
  public void sent(long bytes) {
    sentBytes.increment((double) bytes);
  }

  @Override
  public void gap(StreamId stream, GapReason reason) {
    streamGaps.count(stream, reason);
    gaps.of(reason).increment();
  }

  @Override
  public void opened(StreamId stream) {
    streamGaps.begin(stream);
  }

  @Override
  public void closed(StreamId stream) {
    streamGaps.forget(stream);
  }

  @Override
  public void queued(long change) {
    viewerQueues.add(change);
  }

  @Override
  public void droppedForViewer(int frames) {
    viewerDrops.increment(frames);
  }

  @Override
  public void droppedForLoop(int events) {
    loopDrops.increment(events);
  }

  @Override
  public void joined(JoinKind kind, long nanos) {
    joins.of(kind).record(Duration.ofNanos(nanos));
  }

  /** The edge has closed a viewer's connection. */
  public void givenUp(DisconnectReason reason) {
    givenUp.of(reason).increment();
  }

  private static void add(Counter counter, @Nullable Long reported) {
    if (reported != null && reported > 0) {
      counter.increment((double) Math.min(reported, MAX_REPORTED));
    }
  }

  /**
   * Records a player's statistics since its last report. Implausible values are limited or ignored.
   */
  public void playerStats(ClientMessage.Stats stats) {
    Long latency = stats.latencyMs();
    if (latency != null && latency >= 0 && latency < MAX_LATENCY_MS) {
      playerLatency.record(latency / 1000.0);
    }
    add(playerStalls, stats.stalls());
    add(playerDrops, stats.droppedFrames());
  }
}
