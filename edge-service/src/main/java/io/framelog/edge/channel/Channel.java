package io.framelog.edge.channel;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.edge.channel.ChannelEvent.ChunkOpened;
import io.framelog.edge.channel.ChannelEvent.ChunkResumed;
import io.framelog.edge.channel.ChannelEvent.GapFound;
import io.framelog.edge.channel.ChannelEvent.StreamOffline;
import io.framelog.log.LogId;
import io.framelog.log.LoggedRecord;
import io.framelog.log.StreamId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A watched stream: its current chunk and its viewers. It never parses media and never blocks on a
 * viewer.
 *
 * <pre>
 *   log thread ── publish ──▶ [number, remember, offer] ──▶ group of loop A ──▶ viewers
 *                              under a short lock      └──▶ group of loop B ──▶ viewers
 *   event loop ── join ─────▶ [snapshot of the chunk + number of the next event]
 * </pre>
 *
 * Numbering, remembering and the snapshot share one lock, so a joining viewer gets each event
 * exactly once: from the snapshot or from a batch. Thread-safe.
 */
public final class Channel {
  private final StreamId stream;
  private final ChunkMemory memory;
  private final long loopQueueBytes;
  private final DeliveryLoops loops;
  private final EventFrames frames;
  private final ChannelMetrics metrics;
  private final Map<Executor, ViewerGroup> groups = new HashMap<>();
  private final List<RecordTap> taps = new CopyOnWriteArrayList<>();
  private @Nullable Duration fixedWindow;
  private @Nullable LogId log;
  private @Nullable String advice;
  private long nextNumber;
  private long nextOffset;
  private boolean waiting;
  private boolean closed;

  Channel(
      StreamId stream,
      long memoryBytes,
      ChunkBudget chunkBudget,
      long loopQueueBytes,
      DeliveryLoops loops,
      EventFrames frames,
      ChannelMetrics metrics) {
    this.stream = stream;
    this.memory = new ChunkMemory(memoryBytes, chunkBudget);
    this.loopQueueBytes = loopQueueBytes;
    this.loops = loops;
    this.frames = frames;
    this.metrics = metrics;
  }

  public StreamId stream() {
    return stream;
  }

  /** The id of the stream's log that the channel follows or followed last. */
  public synchronized Optional<LogId> log() {
    return Optional.ofNullable(log);
  }

  /** Joins at the live end, beginning with the current chunk. On the viewer's loop. */
  public ViewerSubscription join(ChannelViewer viewer, Executor loop) {
    ViewerSubscription subscription;
    List<ChannelEvent> snapshot;
    synchronized (this) {
      subscription = attach(viewer, loop, 0);
      snapshot = memory.overflowed() ? List.of(longChunk()) : present();
    }
    subscription.deliverAndRelease(snapshot);
    return subscription;
  }

  /**
   * Joins a viewer that has read the log itself, without a gap or a repetition. On the viewer's
   * loop.
   *
   * @param fromOffset the next record the viewer needs
   * @return empty while the channel's memory does not reach back that far, or the channel, with a
   *     backlog, has not read that far: the caller reads on and asks again
   */
  public Optional<ViewerSubscription> joinAt(
      ChannelViewer viewer, Executor loop, LogId viewersLog, long fromOffset) {
    ViewerSubscription subscription;
    List<ChannelEvent> snapshot;
    synchronized (this) {
      if (!viewersLog.equals(log)
          || fromOffset > nextOffset
          || (fromOffset < nextOffset && (waiting || !memory.reachesBackTo(fromOffset)))) {
        return Optional.empty();
      }
      subscription = attach(viewer, loop, fromOffset);
      snapshot = present();
    }
    subscription.deliverAndRelease(snapshot);
    return Optional.of(subscription);
  }

  private ViewerSubscription attach(ChannelViewer viewer, Executor loop, long fromOffset) {
    ViewerGroup group =
        groups.computeIfAbsent(loop, l -> new ViewerGroup(loops.of(l), loopQueueBytes, metrics));
    group.fixWindow(fixedWindow);
    ViewerSubscription subscription = new ViewerSubscription(viewer, group, fromOffset, nextNumber);
    group.add(subscription);
    return subscription;
  }

  private List<ChannelEvent> present() {
    return waiting ? List.of(offline()) : memory.retained();
  }

  private ChannelEvent longChunk() {
    GapReason reason = GapReason.LONG_CHUNK;
    return new GapFound(nextOffset, reason, frames.gap(reason, 1, advice));
  }

  private ChannelEvent offline() {
    return new StreamOffline(frames.waiting());
  }

  /** Nobody publishes; viewers that join are notified of it. */
  synchronized void markOffline() {
    waiting = true;
  }

  /** The log to follow was found, or has been replaced by another one. */
  synchronized void following(LogId newLog, long fromOffset) {
    log = newLog;
    nextOffset = fromOffset;
    memory.forget();
  }

  /** Kafka has no log of this stream any more. */
  synchronized void logIsGone() {
    log = null;
    memory.forget();
  }

  /**
   * Delivers events to all viewers; takes over the caller's references.
   *
   * @param readTo one past the last record that these events were made from
   */
  synchronized void publish(List<ChannelEvent> events, long readTo) {
    nextOffset = Math.max(nextOffset, readTo);
    if (events.isEmpty()) {
      return;
    }
    EventBatch batch = new EventBatch(nextNumber, events);
    nextNumber = batch.nextNumber();
    try {
      for (ChannelEvent event : events) {
        if (event instanceof StreamOffline) {
          waiting = true;
        } else if (event instanceof ChunkOpened || event instanceof ChunkResumed) {
          waiting = false;
        }
        if (!closed) {
          memory.remember(event);
        }
      }
      for (ViewerGroup group : groups.values()) {
        if (group.size() > 0) {
          group.offer(batch);
        }
      }
    } finally {
      batch.release();
    }
  }

  /** Adds a tap that receives all further records. */
  public void tap(RecordTap tap) {
    taps.add(tap);
  }

  /** Removes a tap: no call to it begins after this. Idempotent. */
  public synchronized void untap(RecordTap tap) {
    taps.remove(tap);
  }

  /** Passes records to the taps, before they are translated for viewers. */
  synchronized void read(List<LoggedRecord> records) {
    LogId present = log;
    if (present != null) {
      taps.forEach(tap -> tap.onRecords(present, records));
    }
  }

  /** The log has lost its end, so the same offsets are used again by other records. */
  synchronized void tailLost() {
    taps.forEach(RecordTap::onTailLost);
  }

  /**
   * Sets how long parts are delayed to be written together; {@code null} lets each event loop
   * decide by its load.
   */
  synchronized void fixWindow(@Nullable Duration window) {
    fixedWindow = window;
    groups.values().forEach(group -> group.fixWindow(window));
  }

  synchronized @Nullable Duration fixedWindow() {
    return fixedWindow;
  }

  /**
   * Applies what the control plane says about the stream's chunks.
   *
   * @param limit how much of a chunk may be kept
   * @param change what to change at the encoder
   */
  synchronized void describeChunks(@Nullable ChunkLimit limit, @Nullable String change) {
    memory.limit(limit);
    advice = change;
  }

  /**
   * Whether all published events were delivered to viewers, and no viewer that can still catch up
   * is far behind.
   */
  synchronized boolean hasRoom() {
    boolean room = true;
    for (ViewerGroup group : groups.values()) {
      room &= group.hasRoom();
    }
    return room;
  }

  /** One past the last record read. */
  synchronized long nextOffset() {
    return nextOffset;
  }

  /** Bytes queued for event loops. */
  synchronized long queuedBytes() {
    return groups.values().stream().mapToLong(ViewerGroup::queuedBytes).sum();
  }

  /** Viewers attached, over all event loops. */
  public synchronized int viewers() {
    return groups.values().stream().mapToInt(ViewerGroup::size).sum();
  }

  /** Releases the current chunk; no further chunk is kept. Idempotent. */
  synchronized void close() {
    closed = true;
    memory.forget();
  }
}
