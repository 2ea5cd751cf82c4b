package io.framelog.log;

import io.framelog.process.FatalErrors;
import io.framelog.process.StageFailure;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes the end of a session with a failed append as soon as Kafka answers, so that readers and
 * claimants do not consider the session alive. Retried once a second for as long as an append may
 * take. If another session has claimed the stream by then, the record is late and changes nothing.
 *
 * <pre>
 *   write ─▶ does the log still exist? ─ no ─▶ given up
 *     ▲          │ yes
 *     │          ▼
 *     │        sent ── acknowledged ──▶ done
 *     └─ failed ─┘ └── no more time ──▶ given up
 * </pre>
 */
final class LostSessionEnd {
  private static final Logger LOG = Logger.getLogger(LostSessionEnd.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final StreamId stream;
  private final LogId log;
  private final LogRecord.End end;
  private final Supplier<SessionMark> mark;
  private final KafkaSessionLog.Resources resources;
  private final long deadline;

  LostSessionEnd(
      StreamId stream,
      LogId log,
      LogRecord.End end,
      Supplier<SessionMark> mark,
      KafkaSessionLog.Resources resources) {
    this.stream = stream;
    this.log = log;
    this.end = end;
    this.mark = mark;
    this.resources = resources;
    this.deadline = System.nanoTime() + resources.patience().toNanos();
  }

  /** Begins. Does not block. */
  void write() {
    FatalErrors.watch(
        Uni.createFrom()
            .completionStage(this::attempt)
            .onFailure(this::isRetried)
            .retry()
            .withBackOff(RETRY, RETRY)
            .indefinitely()
            .subscribeAsCompletionStage()
            .whenComplete(this::ended));
  }

  private CompletionStage<RecordMetadata> attempt() {
    return resources.topics().logId(stream).thenComposeAsync(this::send, resources.lane());
  }

  /** On the lane, like all appends of the stream. */
  private CompletionStage<RecordMetadata> send(LogId present) {
    if (!present.equals(log)) {
      return CompletableFuture.failedStage(new LogException.NoSuchStream(stream));
    }
    CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
    new SessionBacklog(
            stream,
            log,
            mark,
            0,
            resources,
            (record, cost, acknowledged, failure) -> {
              if (failure == null) {
                sent.complete(acknowledged);
              } else {
                sent.completeExceptionally(failure);
              }
            },
            reason -> sent.completeExceptionally(new LogException(reason)))
        .send(end, 0);
    return sent;
  }

  private boolean isRetried(Throwable failure) {
    return (failure instanceof LogException || failure instanceof KafkaException)
        && !(failure instanceof LogException.NoSuchStream)
        && System.nanoTime() - deadline < 0;
  }

  private void ended(@Nullable RecordMetadata acknowledged, @Nullable Throwable failure) {
    Throwable cause = StageFailure.causeIfFailed(failure);
    if (cause == null) {
      LOG.infof("end of lost session was written stream=%s session=%d", stream, end.session());
    } else if (cause instanceof LogException.NoSuchStream) {
      LOG.infof("lost session's log is gone stream=%s session=%d", stream, end.session());
    } else {
      LOG.warnf(
          "end of lost session was not written: %s stream=%s session=%d",
          cause.getMessage(), stream, end.session());
    }
  }
}
