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
 * How a connection ends: the last records into the log, for a bounded time; then the control plane
 * and the node's log are told; then the connection is closed. On its event loop.
 *
 * <pre>
 *   begin ── holds a stream ──▶ last records ── acknowledged, failed or too late ──▶ close ──▶ done
 *     └───── holds none, or another has it ───────────────────────────────────────────▲
 * </pre>
 */
final class Farewell {
  private static final Logger LOG = Logger.getLogger(Farewell.class);

  private final SessionEnvironment environment;
  private final Source source;
  private final EventLoop loop;
  private final Consumer<SourceEnd> done;
  private boolean recordsDone;

  /**
   * @param done told once, with the reason the publisher was given
   */
  Farewell(
      SessionEnvironment environment, Source source, EventLoop loop, Consumer<SourceEnd> done) {
    this.environment = environment;
    this.source = source;
    this.loop = loop;
    this.done = done;
  }

  /** To be called once. */
  void begin(@Nullable LogHold hold, SourceEnd end) {
    if (hold == null || end.reason() == EndReason.TAKEN_OVER) {
      close(hold, end);
      return;
    }
    EventLoop.Timer timeout =
        loop.after(
            environment.settings().endTimeout(),
            () -> lastRecordsDone(hold, end, "no answer from Kafka in time"));
    FatalErrors.watch(
        hold.end(end.text())
            .whenComplete(
                (nothing, failure) ->
                    loop.execute(
                        () -> {
                          timeout.cancel();
                          lastRecordsDone(hold, end, failure == null ? null : failure.toString());
                        })));
  }

  private void lastRecordsDone(LogHold hold, SourceEnd end, @Nullable String failure) {
    if (recordsDone) {
      return;
    }
    recordsDone = true;
    hold.announceEnded(end.text());
    if (failure == null) {
      close(hold, end);
      return;
    }
    LOG.warnf(
        "session's last records may be missing: %s stream=%s session=%d",
        failure, hold.log().stream(), hold.log().session());
    close(
        hold,
        end.reason() == EndReason.FINISHED
            ? new SourceEnd(EndReason.LOG_AWAY, "the log did not take the last records")
            : end);
  }

  private void close(@Nullable LogHold hold, SourceEnd end) {
    tell(hold, end);
    environment.meter().ended(end.reason());
    try {
      source.close(end);
    } catch (RuntimeException e) {
      LOG.warnf("connection did not close: %s connection=%s", e, source.connection());
    } finally {
      done.accept(end);
    }
  }

  private void tell(@Nullable LogHold hold, SourceEnd end) {
    if (end.reason().isRejection()) {
      environment.rejections().rejected(source, end);
    } else if (hold == null) {
      LOG.infof("publisher left: %s connection=%s", end.text(), source.connection());
    } else {
      LOG.infof(
          "publisher left: %s stream=%s session=%d connection=%s",
          end.text(), hold.log().stream(), hold.log().session(), source.connection());
    }
  }
}
