package io.framelog.ingest.session;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.log.SessionLog;
import io.framelog.media.codec.CodecException;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.packet.WorkerFailedException;
import io.framelog.process.FatalErrors;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends a publisher's stream and connection. Every end passes through {@link #begin}: it writes the
 * end record to the log within a bounded time, announces the end to the control plane, logs it, and
 * closes the connection. On its event loop.
 *
 * <pre>
 *   publisher closed                 FINISHED, CLOSED
 *   connection broke                 DISCONNECTED
 *   media not valid                  MALFORMED, TRUNCATED, …
 *   nothing sent, or too much        IDLE, BITRATE_EXCEEDED, …
 *   command, shutdown of the node    ENDED_BY_COMMAND, SHUTDOWN
 *     └─▶ begin ── holds a stream ─▶ end record ── acknowledged, failed or too late
 *                                                              └─▶ announced ─▶ closed ─▶ done
 *
 *   another publisher claimed        TAKEN_OVER
 *     └─▶ lost ─▶ announced ─▶ begin ─▶ closed ─▶ done         the other claim ends the session
 *   append failed                    LOG_AWAY
 *     └─▶ lost ─▶ announced ─▶ claimed again                   the writer adds the end record later
 *           └─ claims fail ─▶ begin ─▶ closed ─▶ done
 * </pre>
 */
final class StreamEnding {
  private static final Logger LOG = Logger.getLogger(StreamEnding.class);

  private final SessionEnvironment environment;
  private final Source source;
  private final EventLoop loop;
  private final Consumer<SourceEnd> done;
  private boolean recordsDone;

  /**
   * @param done called once, with the reason that was sent to the publisher
   */
  StreamEnding(
      SessionEnvironment environment, Source source, EventLoop loop, Consumer<SourceEnd> done) {
    this.environment = environment;
    this.source = source;
    this.loop = loop;
    this.done = done;
  }

  /**
   * The end of a publisher that has closed normally.
   *
   * @param containerComplete whether the container has signalled its end
   */
  SourceEnd ofClose(boolean containerComplete) {
    boolean announced = source.announcesEnd() || containerComplete;
    return SourceEnd.of(announced ? EndReason.FINISHED : EndReason.CLOSED);
  }

  /**
   * Runs a step over the publisher's media. An exception ends only this publisher.
   *
   * @param bytesConsumed the position that is reported for a codec error
   * @return how the publisher is to end; empty when the step succeeded
   */
  Optional<SourceEnd> ofFailure(Runnable step, LongSupplier bytesConsumed) {
    try {
      step.run();
      return Optional.empty();
    } catch (ContainerException e) {
      return failed(
          EndReason.valueOf(e.reason().name()), String.valueOf(e.getMessage()), e.byteOffset());
    } catch (CodecException e) {
      long byteOffset = bytesConsumed.getAsLong();
      return failed(EndReason.MALFORMED, e.getMessage() + " before byte " + byteOffset, byteOffset);
    } catch (WorkerFailedException e) {
      return failed(EndReason.WORKER_FAILED, String.valueOf(e.getMessage()), null);
    } catch (RuntimeException e) {
      LOG.errorf(e, "session failed connection=%s", source.connection());
      return failed(EndReason.INTERNAL, "internal error, see the node's log", null);
    }
  }

  private static Optional<SourceEnd> failed(
      EndReason reason, String detail, @Nullable Long byteOffset) {
    return Optional.of(new SourceEnd(reason, detail, byteOffset));
  }

  /**
   * The log accepts no more records of a session: its end is announced at once, without a record.
   *
   * @param takenOver whether another publisher has the stream
   * @return the end of the session
   */
  SourceEnd lost(StreamPublication publication, String reason, boolean takenOver) {
    SourceEnd end = new SourceEnd(takenOver ? EndReason.TAKEN_OVER : EndReason.LOG_AWAY, reason);
    publication.lose(end);
    return end;
  }

  /**
   * Ends the connection. To be called once.
   *
   * @param publication the stream that it holds; null when it holds none
   */
  void begin(@Nullable StreamPublication publication, SourceEnd end) {
    if (publication == null || end.reason() == EndReason.TAKEN_OVER) {
      close(publication, end);
      return;
    }
    EventLoop.Timer timeout =
        loop.after(
            environment.settings().endTimeout(),
            () -> lastRecordsDone(publication, end, "no answer from Kafka in time"));
    FatalErrors.watch(
        publication
            .end(end.text())
            .whenComplete(
                (nothing, failure) ->
                    loop.execute(
                        () -> {
                          timeout.cancel();
                          lastRecordsDone(
                              publication, end, failure == null ? null : failure.toString());
                        })));
  }

  private void lastRecordsDone(
      StreamPublication publication, SourceEnd end, @Nullable String failure) {
    if (recordsDone) {
      return;
    }
    recordsDone = true;
    publication.announceEnded(end.text());
    if (failure == null) {
      close(publication, end);
      return;
    }
    LOG.warnf(
        "session's last records may be missing: %s stream=%s session=%d",
        failure, publication.stream(), publication.session());
    close(
        publication,
        end.reason() == EndReason.FINISHED
            ? new SourceEnd(EndReason.LOG_AWAY, "the last records were not written")
            : end);
  }

  private void close(@Nullable StreamPublication publication, SourceEnd end) {
    tell(publication, end);
    environment.meter().ended(end.reason());
    try {
      source.close(end);
    } catch (RuntimeException e) {
      LOG.warnf("connection did not close: %s connection=%s", e, source.connection());
    } finally {
      done.accept(end);
    }
  }

  private void tell(@Nullable StreamPublication publication, SourceEnd end) {
    if (end.reason().isRejection()) {
      environment.rejections().rejected(source, end);
    } else if (publication == null) {
      LOG.infof("publisher left: %s connection=%s", end.text(), source.connection());
    } else {
      LOG.infof(
          "publisher left: %s stream=%s session=%d connection=%s",
          end.text(), publication.stream(), publication.session(), source.connection());
    }
  }

  /** Ends a session that was claimed after its publisher had left. May be called by any thread. */
  static void endUnused(SessionLog log) {
    FatalErrors.watch(
        log.end(EndReason.DISCONNECTED.wireName())
            .whenComplete(
                (nothing, failure) -> {
                  if (failure != null) {
                    LOG.warnf(
                        "session without a publisher not ended: %s stream=%s session=%d",
                        failure, log.stream(), log.session());
                  }
                }));
  }
}
