package io.framelog.log;

import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * One watched stream. The listener is called on the live thread only, and never after {@link
 * #close()} has returned on that thread or after it was told of the loss.
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

  /** Hands records over; whether the follower wants more. */
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

  /** Whether more may be handed over; a listener that fails ends the following. */
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

  /** Records came of the log that is followed. */
  void read(long now) {
    readAt = now;
    missing = false;
  }

  /**
   * Whether no records came for so long, so that only a look at its topic shows that it is there.
   */
  boolean isQuiet(long now, long forNanos) {
    return now - readAt >= forNanos;
  }

  void looked(long now) {
    lookedAt = now;
  }

  /** When its topic was looked at last, nanoseconds. */
  long lookedAt() {
    return lookedAt;
  }

  /** The log does not hold what is to come next. */
  LogException gone(String why) {
    return new LogException.PositionGone(why + " stream=" + stream + " position=" + from);
  }

  void seen() {
    missing = false;
  }

  /** Notes that the topic was not found; whether it was missing the time before already. */
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
