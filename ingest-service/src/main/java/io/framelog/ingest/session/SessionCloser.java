package io.framelog.ingest.session;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.process.FatalErrors;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection: writes the last records to the log within a bounded time, notifies the control
 * plane, logs the end, and closes the connection. On its event loop.
 *
 * <pre>
 *   begin ── holds a stream ──▶ last records ── acknowledged, failed or too late ──▶ close ──▶ done
 *     └───── holds none, or another has it ───────────────────────────────────────────▲
 * </pre>
 */
final class SessionCloser {
  private static final Logger LOG = Logger.getLogger(SessionCloser.class);

  private final SessionEnvironment environment;
  private final Source source;
  private final EventLoop loop;
  private final Consumer<SourceEnd> done;
  private boolean recordsDone;

  /**
   * @param done called once, with the reason that was sent to the publisher
   */
  SessionCloser(
      SessionEnvironment environment, Source source, EventLoop loop, Consumer<SourceEnd> done) {
    this.environment = environment;
    this.source = source;
    this.loop = loop;
    this.done = done;
  }

  /** To be called once. */
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
        failure, publication.log().stream(), publication.log().session());
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
          end.text(), publication.log().stream(), publication.log().session(), source.connection());
    }
  }
}
