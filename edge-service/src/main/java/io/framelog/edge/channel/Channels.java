package io.framelog.edge.channel;

import io.framelog.controlplane.StreamSettings;
import io.framelog.controlplane.StreamState;
import io.framelog.log.LogReader;
import io.framelog.log.StreamId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The channels of this edge: opened for the first viewer, closed a while after the last one leaves.
 * The channel of a name that was never published takes a few hundred bytes and is closed as soon as
 * its last viewer leaves. Thread-safe.
 */
public final class Channels implements AutoCloseable {
  /**
   * Bounds of each channel.
   *
   * @param chunkCacheBytes of the current chunk
   * @param chunkBudget of all channels' current chunks
   * @param loopQueueBytes queued for one event loop
   * @param linger from the last viewer's leaving to the closing of the channel
   * @param dropGrace from a publisher's drop to {@code waiting}
   * @param silence how long a publisher whose node is gone must send nothing until it counts as
   *     gone, too
   * @param burstBytes of a backlog that are delivered at once to queues with room
   */
  public record Settings(
      long chunkCacheBytes,
      ChunkBudget chunkBudget,
      long loopQueueBytes,
      Duration linger,
      Duration dropGrace,
      Duration silence,
      long burstBytes) {}

  private final LogReader reader;
  private final Settings settings;
  private final DeliveryLoops loops;
  private final EventFrames frames;
  private final ChannelMetrics metrics;
  private final ScheduledExecutorService timer;
  private final ControlView control;
  private final Map<StreamId, Duration> windows = new ConcurrentHashMap<>();
  private final Map<StreamId, Open> open = new ConcurrentHashMap<>();

  /**
   * @param timer for retries and lingering; the caller closes it
   */
  public Channels(
      LogReader reader,
      Settings settings,
      DeliveryLoops loops,
      EventFrames frames,
      ChannelMetrics metrics,
      ScheduledExecutorService timer,
      ControlView control) {
    this.reader = reader;
    this.settings = settings;
    this.loops = loops;
    this.frames = frames;
    this.metrics = metrics;
    this.timer = timer;
    this.control = control;
  }

  /** An open channel, its follower, and its number of leases; changed within its map entry only. */
  private static final class Open {
    final Channel channel;
    final LogFollower follower;
    final LatestCall closing = new LatestCall();
    int holders;

    Open(Channel channel, LogFollower follower) {
      this.channel = channel;
      this.follower = follower;
    }

    void close() {
      follower.close();
      channel.close();
    }
  }

  /** Leases the stream's channel, which is opened if necessary. */
  public ChannelLease lease(StreamId stream) {
    Open taken =
        open.compute(
            stream,
            (id, present) -> {
              Open entry = present == null ? opened(id) : present;
              entry.holders++;
              entry.closing.cancel();
              return entry;
            });
    return new ChannelLease(taken.channel, () -> release(stream));
  }

  private Open opened(StreamId stream) {
    Channel channel =
        new Channel(
            stream,
            settings.chunkCacheBytes(),
            settings.chunkBudget(),
            settings.loopQueueBytes(),
            loops,
            frames,
            metrics);
    channel.fixWindow(windows.get(stream));
    LogFollower follower =
        new LogFollower(channel, reader, frames, metrics, timer, control, settings);
    StreamState known = control.find(stream.value());
    if (known != null) {
      metrics.opened(stream);
    }
    follower.open(known);
    return new Open(channel, follower);
  }

  private void release(StreamId stream) {
    open.computeIfPresent(
        stream,
        (id, entry) -> {
          if (--entry.holders > 0) {
            return entry;
          }
          if (control.find(id.value()) == null) {
            close(entry);
            return null;
          }
          long call = entry.closing.begin();
          var unused =
              timer.schedule(
                  () -> closeIfUnused(id, call),
                  settings.linger().toMillis(),
                  TimeUnit.MILLISECONDS);
          return entry;
        });
  }

  private void close(Open entry) {
    entry.close();
    metrics.closed(entry.channel.stream());
  }

  private void closeIfUnused(StreamId stream, long call) {
    open.computeIfPresent(
        stream,
        (id, entry) -> {
          if (entry.holders > 0 || !entry.closing.isLatest(call)) {
            return entry;
          }
          close(entry);
          return null;
        });
  }

  /**
   * The control plane has described a stream.
   *
   * @param state {@code null} when the stream was removed
   */
  public void streamChanged(String stream, @Nullable StreamState state) {
    if (StreamId.isValid(stream)) {
      Open entry =
          open.computeIfPresent(
              new StreamId(stream),
              (id, present) -> {
                if (state != null) {
                  metrics.opened(id);
                }
                return present;
              });
      if (entry != null) {
        entry.follower.streamIs(state);
      }
    }
  }

  /**
   * The settings of a stream have changed.
   *
   * @param set {@code null} when they were removed
   */
  public void settingsChanged(String stream, @Nullable StreamSettings set) {
    if (!StreamId.isValid(stream)) {
      return;
    }
    StreamId id = new StreamId(stream);
    Integer coalesceMs = set == null ? null : set.coalesceMs();
    if (coalesceMs == null) {
      windows.remove(id);
    } else {
      windows.put(id, Duration.ofMillis(coalesceMs));
    }
    open.computeIfPresent(
        id,
        (same, entry) -> {
          entry.channel.fixWindow(windows.get(id));
          return entry;
        });
  }

  /** Notifies viewers of publishers whose node is gone. To be called about once a second. */
  public void leaveGonePublishers() {
    open.values().forEach(entry -> entry.follower.leaveGonePublisher());
  }

  /** Number of viewers by stream, of streams with at least one. */
  public Map<String, Integer> viewers() {
    Map<String, Integer> viewers = new TreeMap<>();
    open.forEach(
        (id, entry) -> {
          int count = entry.channel.viewers();
          if (count > 0) {
            viewers.put(id.value(), count);
          }
        });
    return viewers;
  }

  public int viewers(String stream) {
    Open entry = StreamId.isValid(stream) ? open.get(new StreamId(stream)) : null;
    return entry == null ? 0 : entry.channel.viewers();
  }

  /** Bytes queued for event loops. */
  public long queuedBytes() {
    return open.values().stream().mapToLong(entry -> entry.channel.queuedBytes()).sum();
  }

  /** Number of open channels, including those without viewers that are not closed yet. */
  public int size() {
    return open.size();
  }

  @Override
  public void close() {
    for (StreamId stream : open.keySet()) {
      open.computeIfPresent(
          stream,
          (id, entry) -> {
            close(entry);
            return null;
          });
    }
  }
}
