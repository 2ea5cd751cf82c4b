package io.framelog.edge.hls;

import io.framelog.controlplane.StreamState;
import io.framelog.edge.EdgeConfig;
import io.framelog.edge.channel.Channels;
import io.framelog.edge.channel.ChunkBudget;
import io.framelog.edge.channel.ClusterView;
import io.framelog.edge.channel.EdgeLog;
import io.framelog.edge.channel.EdgeTimer;
import io.framelog.edge.frame.ReadBackMemory;
import io.framelog.log.LogConfig;
import io.framelog.log.StreamId;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The streams that HLS players request: open from the first request until {@code linger} after the
 * last. A name that was never published is not opened. Thread-safe.
 */
@Startup // registers its metrics before the first request
@ApplicationScoped
public class HlsStreams {
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private static final class Open {
    final HlsStream stream;
    long askedAt;

    Open(HlsStream stream) {
      this.stream = stream;
    }
  }

  private final Channels channels;
  private final ClusterView directory;
  private final HlsStream.Environment environment;
  private final Duration linger;
  private final Map<StreamId, Open> open = new ConcurrentHashMap<>();

  HlsStreams(
      Channels channels,
      ClusterView directory,
      EdgeConfig config,
      LogConfig logConfig,
      EdgeLog log,
      EdgeTimer timer,
      ReadBackMemory memory,
      ChunkBudget chunks,
      HlsMetrics metrics) {
    this.channels = channels;
    this.directory = directory;
    this.linger = config.linger().compareTo(SWEEP) > 0 ? config.linger() : SWEEP;
    MediaCache.Budget budget = new MediaCache.Budget(config.hlsCache().asLongValue());
    WaitingRequests.Limit waiting =
        new WaitingRequests.Limit(config.hlsWaiting(), metrics::refusedWaiting);
    this.environment =
        new HlsStream.Environment(
            new StreamMedia.Environment(
                log.reader(),
                HlsTiming.of(config.hlsPartDuration(), config.hlsWindow()),
                budget,
                config.chunkCache().asLongValue(),
                memory,
                chunks,
                metrics),
            waiting,
            new IndexFeed.Environment(
                log.reader(),
                timer.executor(),
                memory,
                config.loopQueue().asLongValue(),
                metrics::dropped),
            new ReconnectGrace.Environment(
                logConfig.dropGrace(), InstantSource.system(), timer.executor()));
    metrics.watch(open::size, waiting::waiting, budget::used);
    var unused =
        timer
            .executor()
            .scheduleWithFixedDelay(
                this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The stream, for a request that is passed to its loop at once. A stream with a log is returned
   * also when the control plane has removed it.
   *
   * @param loop the loop of the stream if it is not open yet
   * @return empty when the stream was never published
   */
  Optional<HlsStream> ask(StreamId id, Executor loop) {
    StreamState state = directory.find(id.value());
    Open asked =
        open.compute(
            id,
            (key, present) -> {
              Open entry = present == null && state != null ? opened(key, loop) : present;
              if (entry != null) {
                entry.askedAt = System.nanoTime();
              }
              return entry;
            });
    if (asked == null || (state == null && !asked.stream.hasLog())) {
      return Optional.empty();
    }
    HlsStream stream = asked.stream;
    if (state != null) {
      stream.loop().execute(() -> stream.logIs(state.logId()));
    }
    return Optional.of(stream);
  }

  private Open opened(StreamId id, Executor loop) {
    HlsStream stream = new HlsStream(channels.lease(id), environment, loop);
    loop.execute(stream::start);
    return new Open(stream);
  }

  private void sweep() {
    long now = System.nanoTime();
    for (StreamId id : open.keySet()) {
      open.computeIfPresent(
          id,
          (key, entry) -> {
            HlsStream stream = entry.stream;
            if (now - entry.askedAt < linger.toNanos()) {
              stream.loop().execute(() -> stream.sweep(now));
              return entry;
            }
            stream.loop().execute(stream::leave);
            return null;
          });
    }
  }

  @PreDestroy
  void close() {
    open.values().forEach(entry -> entry.stream.loop().execute(entry.stream::close));
    open.clear();
  }
}
