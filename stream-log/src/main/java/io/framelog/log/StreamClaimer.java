package io.framelog.log;

import io.framelog.process.FatalErrors;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
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
 * Claims streams.
 *
 * <pre>
 *   topic made, visible ─▶ read to the end F ─▶ may the holder be replaced? ── no ──▶ refused,
 *        ▲                                          │ yes        ▲                   nothing written
 *        │                                          ▼            │ end C refused
 *        │                    claim with fence F appended at C   │
 *        │                                          ▼            │
 *        │ Kafka down:               same log? read F to C: ─────┘
 *        └─ again until the          did another claim take effect?
 *           time-out                                ▼ no
 *                                               session C
 * </pre>
 *
 * The decision does not depend on clocks: of two claimants that read the same end, the one whose
 * claim has the lower offset has the stream, and the other one detects that, see {@link Fence}.
 */
final class StreamClaimer {
  /** Claims of one attempt, each refused because another claim preceded it. */
  private static final int MAX_CLAIMS = 16;

  private static final String ABANDONED = "claim was not completed";

  private static final Logger LOG = Logger.getLogger(StreamClaimer.class);
  private static final Duration RETRY = Duration.ofMillis(500);

  /**
   * A stream that was claimed.
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

  StreamClaimer(
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

  CompletionStage<Claim> claim(StreamId stream, String owner, Succession succession) {
    long deadline = System.nanoTime() + timeout.toNanos();
    Predicate<Throwable> isRetried =
        failure -> mayPass(failure) && System.nanoTime() - deadline < 0;
    CompletionStage<Claim> claimed =
        Uni.createFrom()
            .completionStage(() -> attempt(stream, owner, succession))
            .onFailure(isRetried)
            .invoke(
                failure ->
                    LOG.infof("claim is tried again stream=%s: %s", stream, failure.getMessage()))
            .onFailure(isRetried)
            .retry()
            .withBackOff(RETRY, RETRY)
            .indefinitely()
            .subscribeAsCompletionStage();
    FatalErrors.watch(claimed);
    return claimed;
  }

  private CompletionStage<Claim> attempt(StreamId stream, String owner, Succession succession) {
    return topics
        .create(stream)
        .thenCompose(log -> pool.submit(cursor -> take(cursor, stream, log, owner, succession)));
  }

  /**
   * Whether a repeated attempt may succeed: after an outage, but not after a refusal or with a
   * setting that the broker rejects.
   */
  private static boolean mayPass(Throwable failure) {
    if (!(failure instanceof LogException)
        || failure instanceof LogException.Refused
        || failure instanceof LogException.NameCollides
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
      LogCursor cursor, StreamId stream, LogId log, String owner, Succession succession) {
    awaitVisible(stream);
    LogCursor.Range range = cursor.range(stream);
    LogTail tail = LogTail.read(cursor.pieces(stream, log), range.begin(), range.end());
    for (int i = 0; i < MAX_CLAIMS; i++) {
      Optional<Claim> claim = take(tail, stream, log, owner, succession);
      if (claim.isPresent()) {
        return claim.get();
      }
    }
    throw new LogException("other claims preceded each attempt stream=" + stream);
  }

  /** Appends a claim; empty when another claim preceded it. */
  private Optional<Claim> take(
      LogTail tail, StreamId stream, LogId log, String owner, Succession succession) {
    int takeovers = tail.holderBesides(owner).map(succession::replace).orElse(0);
    long fence = tail.next();
    long timestamp = Math.max(clock.millis(), tail.timestampMs());
    LogRecord.Claim record = new LogRecord.Claim(owner, fence, takeovers);
    long session = write(stream, log, timestamp, record).offset();
    try {
      if (!log.equals(await(topics.logId(stream).toCompletableFuture(), stream))) {
        throw new LogException("the log was deleted and created again stream=" + stream);
      }
      tail.readTo(session);
      if (tail.isClaimedSince(fence)) {
        write(stream, log, timestamp, new LogRecord.End(session, 0, LogRecord.End.REFUSED));
        return Optional.empty();
      }
    } catch (RuntimeException e) {
      // Otherwise the next claimant would take this claim for a publisher's session.
      write(stream, log, timestamp, new LogRecord.End(session, 0, ABANDONED));
      throw e;
    }
    return Optional.of(new Claim(log, session, timestamp, tail.readback(session)));
  }

  /** A send without metadata of the topic would block, and fail. */
  private void awaitVisible(StreamId stream) {
    try {
      producer.partitionsFor(StreamTopics.topicOf(stream));
    } catch (KafkaException e) {
      throw new LogException("topic is not visible yet stream=" + stream, e);
    }
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
          "Kafka did not accept the claim stream=" + stream + ": " + e.getMessage(), e);
    } catch (TimeoutException e) {
      throw new LogException("Kafka did not answer the claim in time stream=" + stream, e);
    }
  }
}
