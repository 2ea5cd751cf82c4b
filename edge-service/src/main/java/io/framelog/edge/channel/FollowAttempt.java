package io.framelog.edge.channel;

import io.framelog.log.LogException;
import io.framelog.log.LogReader;
import io.framelog.log.LoggedRecord;
import io.framelog.log.Position;
import io.framelog.log.RecordListener;
import io.framelog.log.StreamId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at following one log, from a position on. What the log says after the attempt was
 * stopped is ignored, so that a superseded one cannot speak into its successor. Everything happens
 * under the owner's lock.
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

    /** The log cannot be read on; this attempt is over. */
    void lost(LogException reason);
  }

  private final Object lock;
  private final Owner owner;
  private final StreamId stream;
  private final RecordTranslator translator;
  private final long from;
  private final ChannelMetrics metrics;
  private LogReader.@Nullable Subscription subscription;
  private boolean stopped;

  FollowAttempt(
      Object lock,
      Owner owner,
      StreamId stream,
      RecordTranslator translator,
      long from,
      ChannelMetrics metrics) {
    this.lock = lock;
    this.owner = owner;
    this.stream = stream;
    this.translator = translator;
    this.from = from;
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
      if (stopped) {
        return;
      }
      LoggedRecord last = records.get(records.size() - 1);
      owner.read(records, translator.translate(records));
      long bytes = records.stream().mapToLong(each -> each.record().payloadBytes()).sum();
      metrics.read(records.size(), bytes, System.currentTimeMillis() - last.timestampMs());
    }
  }

  @Override
  public void onLost(LogException reason) {
    synchronized (lock) {
      if (!stopped) {
        stopped = true;
        owner.lost(reason);
      }
    }
  }
}
