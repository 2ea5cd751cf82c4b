package io.framelog.edge.channel;

import io.framelog.log.LogException;
import io.framelog.log.LogReader;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import io.framelog.log.RecordListener;
import io.framelog.log.StreamId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at following one log, from a position on. What the log says after the attempt was
 * stopped is ignored, so that a superseded one cannot speak into its successor. Everything happens
 * under the owner's lock.
 *
 * <pre>
 *   onRecords ──▶ [ held: what one poll brought ] ── a burst ──▶ owner
 *                        │ viewers' queues have no room, and by its pace nothing is due
 *                        └──▶ mayRead: no ──▶ the reader pauses the stream, asks again
 * </pre>
 *
 * So a backlog, as after an outage, waits in the log and not in viewers' queues.
 */
final class FollowAttempt implements RecordListener {
  /** Told on the live thread, holding the lock; never after {@link #stop()}. */
  interface Owner {
    /**
     * Records were read.
     *
     * @param events what viewers are given of them
     */
    void read(List<LoggedRecord> records, List<ChannelEvent> events);

    /** Whether viewers have been given all that was read, and their queues take a burst. */
    boolean hasRoom();

    /** The log cannot be read on; this attempt is over. */
    void lost(LogException reason);
  }

  private final Object lock;
  private final Owner owner;
  private final StreamId stream;
  private final RecordTranslator translator;
  private final long from;
  private final long burstBytes;
  private final ChannelMetrics metrics;
  private final ArrayDeque<LoggedRecord> held = new ArrayDeque<>();
  private final BacklogPace pace = new BacklogPace(System::nanoTime);
  private LogReader.@Nullable Subscription subscription;
  private boolean stopped;

  /**
   * @param burstBytes what queues with room take at once
   */
  FollowAttempt(
      Object lock,
      Owner owner,
      StreamId stream,
      RecordTranslator translator,
      long from,
      long burstBytes,
      ChannelMetrics metrics) {
    this.lock = lock;
    this.owner = owner;
    this.stream = stream;
    this.translator = translator;
    this.from = from;
    this.burstBytes = burstBytes;
    this.metrics = metrics;
  }

  RecordTranslator translator() {
    return translator;
  }

  /**
   * To be called once, holding the lock.
   *
   * @throws IllegalStateException when the reader takes nobody
   */
  void start(LogReader reader) {
    subscription = reader.follow(stream, new Position(translator.log(), from), this);
  }

  /** Holding the lock. */
  void stop() {
    stopped = true;
    if (subscription != null) {
      subscription.close();
    }
  }

  @Override
  public void onRecords(List<LoggedRecord> records) {
    synchronized (lock) {
      if (!stopped) {
        held.addAll(records);
        deliverHeld();
      }
    }
  }

  @Override
  public boolean mayRead() {
    synchronized (lock) {
      deliverHeld();
      return stopped || (held.isEmpty() && mayDeliver());
    }
  }

  private boolean mayDeliver() {
    return pace.isDue() || owner.hasRoom();
  }

  private void deliverHeld() {
    while (!stopped && !held.isEmpty() && mayDeliver()) {
      deliver(burst());
    }
  }

  private List<LoggedRecord> burst() {
    List<LoggedRecord> burst = new ArrayList<>();
    long bytes = 0;
    while (!held.isEmpty() && bytes < burstBytes) {
      LoggedRecord next = held.remove();
      bytes += next.record().payloadBytes();
      burst.add(next);
    }
    return burst;
  }

  private void deliver(List<LoggedRecord> records) {
    LoggedRecord last = records.get(records.size() - 1);
    pace.delivered(records);
    owner.read(records, translator.translate(records));
    long bytes = records.stream().mapToLong(each -> each.record().payloadBytes()).sum();
    metrics.read(records.size(), bytes, System.currentTimeMillis() - last.timestampMs());
  }

  @Override
  public void onLost(LogException reason) {
    synchronized (lock) {
      if (!stopped) {
        if (!held.isEmpty()) {
          deliver(List.copyOf(held));
        }
        stopped = true;
        owner.lost(reason);
      }
    }
  }
}
