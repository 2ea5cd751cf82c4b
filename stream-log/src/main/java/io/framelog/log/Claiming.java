package io.framelog.log;

import io.framelog.process.FatalErrors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.jboss.logging.Logger;

/**
 * Takes hold of a stream.
 *
 * <pre>
 *   topic made, visible ─▶ claim appended at C ─▶ same life? ─▶ read back to C ─┬─▶ session C
 *        ▲                                           │ no                       │
 *        └── Kafka away: again, until the time-out ◀─┘        holder must keep ─┴─▶ end C refused
 * </pre>
 *
 * No clock decides: of two claimants the one with the higher offset sees the other's claim.
 */
final class Claiming {
  /** What stands in the end record of a claim that gave way. */
  static final String REFUSED = "refused";

  private static final String ABANDONED = "claim was not completed";

  private static final Logger LOG = Logger.getLogger(Claiming.class);
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

  /**
   * A stream held.
   *
   * @param session offset of the claim
   * @param timestampMs the claim's timestamp; no later record's is lower
   */
  record Claim(LogId log, long session, long timestampMs, ClaimReadback readback) {}

  private final StreamTopics topics;
  private final Producer<byte[], byte[]> producer;
  private final ReadingPool pool;
  private final InstantSource clock;
  private final Duration timeout;

  Claiming(
      StreamTopics topics,
      Producer<byte[], byte[]> producer,
      ReadingPool pool,
      InstantSource clock,
      Duration timeout) {
    this.topics = topics;
    this.producer = producer;
    this.pool = pool;
    this.clock = clock;
    this.timeout = timeout;
  }

  CompletionStage<Claim> claim(StreamId stream, String owner, Predicate<String> refuseIf) {
    CompletableFuture<Claim> result = new CompletableFuture<>();
    attempt(stream, owner, refuseIf, System.nanoTime() + timeout.toNanos(), result);
    return result;
  }

  private void attempt(
      StreamId stream,
      String owner,
      Predicate<String> refuseIf,
      long deadline,
      CompletableFuture<Claim> result) {
    FatalErrors.watch(
        topics
            .create(stream)
            .thenCompose(log -> pool.submit(cursor -> take(cursor, stream, log, owner, refuseIf)))
            .whenComplete(
                (claim, failure) -> {
                  Throwable cause =
                      failure instanceof CompletionException && failure.getCause() != null
                          ? failure.getCause()
                          : failure;
                  if (cause == null) {
                    result.complete(claim);
                  } else if (mayPass(cause) && System.nanoTime() - deadline < 0) {
                    LOG.infof("claim is tried again stream=%s: %s", stream, cause.getMessage());
                    LATER.execute(
                        FatalErrors.guarded(
                            () -> attempt(stream, owner, refuseIf, deadline, result)));
                  } else {
                    result.completeExceptionally(cause);
                  }
                }));
  }

  /** An outage passes; a refusal, or a setting that the broker does not take, stays. */
  private static boolean mayPass(Throwable failure) {
    if (!(failure instanceof LogException)
        || failure instanceof LogException.Refused
        || failure instanceof LogException.UnfitTopic) {
      return false;
    }
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return !(cause instanceof ApiException) || cause instanceof RetriableException;
  }

  private Claim take(
      LogCursor cursor, StreamId stream, LogId log, String owner, Predicate<String> refuseIf) {
    awaitVisible(stream);
    LogCursor.Range before = cursor.range(stream);
    long timestamp = Math.max(clock.millis(), lastTimestamp(cursor, stream, log, before));
    long session = write(stream, log, timestamp, new LogRecord.Claim(owner)).offset();
    try {
      return hold(cursor, stream, log, owner, refuseIf, before.begin(), session, timestamp);
    } catch (RuntimeException e) {
      // Else this claim would look like a publisher's to the next one.
      String reason = e instanceof LogException.Refused ? REFUSED : ABANDONED;
      write(stream, log, timestamp, new LogRecord.End(session, 0, reason));
      throw e;
    }
  }

  private Claim hold(
      LogCursor cursor,
      StreamId stream,
      LogId log,
      String owner,
      Predicate<String> refuseIf,
      long begin,
      long session,
      long timestampMs) {
    if (!log.equals(await(topics.logId(stream).toCompletableFuture(), stream))) {
      throw new LogException("the log was deleted and created again stream=" + stream);
    }
    ClaimReadback readback = ClaimReadback.read(cursor, stream, log, begin, session, owner);
    readback
        .holder()
        .filter(refuseIf)
        .ifPresent(
            holder -> {
              throw new LogException.Refused(
                  "stream is exclusive and has a publisher stream="
                      + stream
                      + " publisher="
                      + holder);
            });
    return new Claim(log, session, timestampMs, readback);
  }

  /** A send to a topic the producer does not know would block, and fail. */
  private void awaitVisible(StreamId stream) {
    try {
      producer.partitionsFor(StreamTopics.topicOf(stream));
    } catch (KafkaException e) {
      throw new LogException("topic is not visible yet stream=" + stream, e);
    }
  }

  private static long lastTimestamp(
      LogCursor cursor, StreamId stream, LogId log, LogCursor.Range range) {
    return range.isEmpty()
        ? 0
        : cursor.one(stream, log, range.end() - 1).map(LoggedRecord::timestampMs).orElse(0L);
  }

  private RecordMetadata write(StreamId stream, LogId log, long timestampMs, LogRecord record) {
    return await(producer.send(LogRecordCodec.encode(stream, log, timestampMs, record)), stream);
  }

  private <T> T await(Future<T> answer, StreamId stream) {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogException("claim was interrupted stream=" + stream, e);
    } catch (ExecutionException e) {
      throw new LogException(
          "Kafka did not take the claim stream=" + stream + ": " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new LogException("Kafka did not answer the claim in time stream=" + stream, e);
    }
  }
}
