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
 * One attempt to follow one log from a position on. Calls of the log reader after {@link #stop} are
 * ignored, so that a superseded attempt cannot interfere with its successor. Guarded by the owner's
 * lock.
 *
 * <pre>
 *   onRecords ──▶ [ held: records of one poll ]   ── a burst ──▶ owner
 *                        │ viewers' queues have no room, and the pace makes nothing due
 *                        └──▶ mayRead: no ──▶ the reader pauses the stream and asks again
 * </pre>
 *
 * So a backlog, as after an outage, stays in the log instead of filling viewers' queues.
 */
final class FollowAttempt implements RecordListener {
  /** Called on the live thread, holding the lock; never after {@link #stop()}. */
  interface Owner {
    /**
     * Records were read.
     *
     * @param events the events made of them for viewers
     */
    void read(List<LoggedRecord> records, List<ChannelEvent> events);

    /** Whether everything read was delivered to viewers, and their queues have room for a burst. */
    boolean hasRoom();

    /** The log cannot be read any further; this attempt has ended. */
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
   * @param burstBytes bytes delivered at once to queues with room
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
   * @throws IllegalStateException when the reader follows the stream already
   */
  void start(LogReader reader) {
    subscription = reader.follow(stream, new Position(translator.log(), from), this);
  }

  /** To be called holding the lock. */
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
