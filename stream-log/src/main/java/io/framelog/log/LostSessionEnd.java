package io.framelog.log;

import io.framelog.process.FatalErrors;
import io.framelog.process.StageFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;
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
  private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

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
        resources.topics().logId(stream).whenCompleteAsync(this::looked, resources.lane()));
  }

  private void looked(@Nullable LogId present, @Nullable Throwable failure) {
    Throwable cause = StageFailure.causeIfFailed(failure);
    if (cause instanceof LogException.NoSuchStream || (present != null && !present.equals(log))) {
      LOG.infof("lost session's log is gone stream=%s session=%d", stream, end.session());
    } else if (cause != null) {
      again(cause);
    } else {
      send();
    }
  }

  private void send() {
    new SessionBacklog(
            stream,
            log,
            mark,
            0,
            resources,
            this::answered,
            reason -> again(new LogException(reason)))
        .send(end, 0);
  }

  private void answered(
      LogRecord record, int cost, RecordMetadata acknowledged, @Nullable Exception failure) {
    if (failure == null) {
      LOG.infof("end of lost session was written stream=%s session=%d", stream, end.session());
    } else {
      again(failure);
    }
  }

  private void again(Throwable failure) {
    if (System.nanoTime() - deadline < 0) {
      LATER.execute(FatalErrors.guarded(this::write));
    } else {
      LOG.warnf(
          "end of lost session was not written: %s stream=%s session=%d",
          failure.getMessage(), stream, end.session());
    }
  }
}
