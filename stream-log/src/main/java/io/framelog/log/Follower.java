package io.framelog.log;

import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * One followed stream. The listener is called on the live thread only, and never after {@link
 * #close()} has returned on that thread or after {@code onLost}.
 */
final class Follower implements LogReader.Subscription {
  private static final Logger LOG = Logger.getLogger(Follower.class);

  private final StreamId stream;
  private final Position from;
  private final RecordListener listener;
  private final Consumer<Follower> onClose;
  private final TopicPartition partition;
  private volatile boolean closed;
  private boolean missing;
  private long readAt;
  private long lookedAt;

  Follower(StreamId stream, Position from, RecordListener listener, Consumer<Follower> onClose) {
    this.stream = stream;
    this.from = from;
    this.listener = listener;
    this.onClose = onClose;
    this.partition = LogCursor.partition(stream);
    this.readAt = System.nanoTime();
    this.lookedAt = readAt;
  }

  StreamId stream() {
    return stream;
  }

  Position from() {
    return from;
  }

  TopicPartition partition() {
    return partition;
  }

  /** Passes records to the listener; returns whether the stream is still followed. */
  boolean take(List<LoggedRecord> records) {
    if (closed) {
      return false;
    }
    if (records.isEmpty()) {
      return true;
    }
    try {
      listener.onRecords(records);
      return true;
    } catch (RuntimeException e) {
      LOG.errorf(e, "listener failed, following ends stream=%s", stream);
      lose(new LogException("listener failed stream=" + stream, e));
      return false;
    }
  }

  /** Whether the listener accepts more records; a listener that throws ends the subscription. */
  boolean mayRead() {
    if (closed) {
      return true;
    }
    try {
      return listener.mayRead();
    } catch (RuntimeException e) {
      LOG.errorf(e, "listener failed, following ends stream=%s", stream);
      lose(new LogException("listener failed stream=" + stream, e));
      return true;
    }
  }

  void lose(LogException reason) {
    if (closed) {
      return;
    }
    close();
    listener.onLost(reason);
  }

  /** Records of the followed log have arrived. */
  void read(long now) {
    readAt = now;
    missing = false;
  }

  /**
   * Whether no records have arrived for this long, so that the topic's existence must be checked.
   */
  boolean isQuiet(long now, long forNanos) {
    return now - readAt >= forNanos;
  }

  void looked(long now) {
    lookedAt = now;
  }

  /** When its topic was last checked, nanoseconds. */
  long lookedAt() {
    return lookedAt;
  }

  /** The exception for a log that does not contain the next record. */
  LogException gone(String why) {
    return new LogException.PositionGone(why + " stream=" + stream + " position=" + from);
  }

  void seen() {
    missing = false;
  }

  /**
   * Records that the topic was not found; returns whether it was missing in the last check, too.
   */
  boolean missing() {
    boolean before = missing;
    missing = true;
    return before;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.accept(this);
    }
  }
}
