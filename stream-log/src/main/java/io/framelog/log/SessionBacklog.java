package io.framelog.log;

import io.framelog.process.FatalErrors;
import io.framelog.process.StageFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Passes a session's records to the producer in order, and queues them while it accepts none.
 *
 * <p>The producer refuses a record at once when it has no metadata of the topic, as after a
 * shutdown of the last broker. The record and those after it are then queued, without blocking
 * other sessions of the lane, until the producer accepts them, the log was deleted, or the delivery
 * time-out has passed. Bounded by the session's bytes in flight. On the lane's thread only.
 */
final class SessionBacklog {
  private static final Logger LOG = Logger.getLogger(SessionBacklog.class);
  private static final long NEVER = Long.MIN_VALUE;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

  /** Called with the result of each record that the producer accepted, on the producer's thread. */
  @FunctionalInterface
  interface Answers {
    void answered(
        LogRecord record, int cost, RecordMetadata acknowledged, @Nullable Exception failure);
  }

  private record Queued(LogRecord record, int cost) {}

  private final StreamId stream;
  private final LogId log;
  private final Supplier<SessionMark> mark;
  private final KafkaSessionLog.Resources resources;
  private final Answers answers;
  private final Consumer<String> onFailure;

  private final Deque<Queued> queue = new ArrayDeque<>();
  private boolean waiting;
  private long refusedSince = NEVER;
  private long lastTimestampMs;

  /**
   * An empty backlog.
   *
   * @param mark supplies the mark of a record when it is sent
   * @param firstTimestampMs lower bound of the records' timestamps
   * @param onFailure called with the reason why no more records can be sent
   */
  SessionBacklog(
      StreamId stream,
      LogId log,
      Supplier<SessionMark> mark,
      long firstTimestampMs,
      KafkaSessionLog.Resources resources,
      Answers answers,
      Consumer<String> onFailure) {
    this.stream = stream;
    this.log = log;
    this.mark = mark;
    this.lastTimestampMs = firstTimestampMs;
    this.resources = resources;
    this.answers = answers;
    this.onFailure = onFailure;
  }

  void send(LogRecord record, int cost) {
    queue.add(new Queued(record, cost));
    if (!waiting) {
      sendAll();
    }
  }

  /** Drops the queued records and reports the cost of each. */
  void clear(IntConsumer dropped) {
    queue.forEach(queued -> dropped.accept(queued.cost));
    queue.clear();
  }

  private void sendAll() {
    for (Queued next = queue.peek(); next != null; next = queue.peek()) {
      if (!sent(next)) {
        return;
      }
      queue.poll();
    }
  }

  /** Whether the producer accepted the record; if not, the session is lost or tries again later. */
  private boolean sent(Queued queued) {
    lastTimestampMs = Math.max(lastTimestampMs, resources.clock().millis());
    Attempt attempt = new Attempt(queued);
    try {
      // The callback gets the result of the future, too.
      var unused =
          resources
              .producer()
              .send(
                  LogRecordCodec.encode(stream, log, lastTimestampMs, queued.record, mark.get()),
                  attempt);
    } catch (RuntimeException e) {
      onFailure.accept("append failed: " + e.getMessage());
      return false;
    }
    if (attempt.refused == null) {
      refusedSince = NEVER;
      return true;
    }
    waitForKafka(attempt.refused);
    return false;
  }

  private void waitForKafka(Exception refused) {
    long now = System.nanoTime();
    if (refusedSince == NEVER) {
      refusedSince = now;
      LOG.infof("appends wait for Kafka stream=%s", stream);
    } else if (now - refusedSince > resources.patience().toNanos()) {
      onFailure.accept("append failed: " + refused.getMessage());
      return;
    }
    waiting = true;
    FatalErrors.watch(
        resources.topics().logId(stream).whenCompleteAsync(this::looked, resources.lane()));
  }

  private void looked(@Nullable LogId id, @Nullable Throwable failure) {
    Throwable cause = StageFailure.causeIfFailed(failure);
    boolean recreated = id != null && !id.equals(log);
    if (recreated || cause instanceof LogException.NoSuchStream) {
      onFailure.accept("the log was deleted");
    } else {
      LATER.execute(FatalErrors.guarded(() -> resources.lane().execute(this::goOn)));
    }
  }

  private void goOn() {
    waiting = false;
    sendAll();
  }

  /** One attempt to send a record; the producer refuses it on the caller's thread. */
  private final class Attempt implements Callback {
    private final Queued queued;
    private final Thread lane = Thread.currentThread();
    private @Nullable Exception refused;

    Attempt(Queued queued) {
      this.queued = queued;
    }

    @Override
    public void onCompletion(RecordMetadata acknowledged, @Nullable Exception failure) {
      if (failure instanceof TimeoutException && Thread.currentThread() == lane) {
        refused = failure;
      } else {
        answers.answered(queued.record, queued.cost, acknowledged, failure);
      }
    }
  }
}
