package io.framelog.ingest.session;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.log.LogException;
import io.framelog.log.SessionLog;
import io.framelog.log.StreamId;
import io.framelog.process.Backoff;
import io.framelog.process.FatalErrors;
import io.framelog.process.StageFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Claims a session in the log of one publisher's stream, and retries with increasing delays up to a
 * number of attempts. A session that is claimed after a cancellation is ended at once, so that it
 * does not look like a live publisher. On the connection's event loop.
 */
final class ClaimRetrier {
  private static final Logger LOG = Logger.getLogger(ClaimRetrier.class);

  private static final Duration FIRST_DELAY = Duration.ofMillis(250);
  private static final Duration MAX_DELAY = Duration.ofSeconds(8);

  /** A session that held its stream this long resets the count of claims. */
  private static final Duration LASTED = Duration.ofSeconds(10);

  /** Receives the outcome, and the calls for the claimed session, on the event loop. */
  interface Target extends ClaimListener.Target {
    void claimed(ClaimListener claim, SessionLog log);

    void claimFailed(SourceEnd end);
  }

  /** The stream may not be created. */
  private static final class NotAdmitted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SourceEnd end;

    NotAdmitted(SourceEnd end) {
      super(end.text());
      this.end = end;
    }
  }

  private final SessionEnvironment environment;
  private final SessionOwner owner;
  private final Optional<String> address;
  private final EventLoop loop;
  private final Target target;
  private final Backoff backoff = new Backoff(FIRST_DELAY, MAX_DELAY);
  private @Nullable ClaimListener awaited;
  private boolean lost;
  private boolean repeated;
  private EventLoop.@Nullable Timer pause;

  /**
   * @param silentNanos time since the publisher sent its last bytes, ns; called on any thread
   */
  ClaimRetrier(
      SessionEnvironment environment,
      Source source,
      EventLoop loop,
      Target target,
      LongSupplier silentNanos) {
    this.environment = environment;
    this.owner = environment.publishers().enter(source.connection(), silentNanos);
    this.address = source.remoteAddress();
    this.loop = loop;
    this.target = target;
  }

  /**
   * Claims a stream; the target is notified of the outcome once, unless {@link #cancel()} is called
   * before.
   */
  void start(StreamId stream) {
    ClaimListener listener = new ClaimListener(loop, target);
    awaited = listener;
    FatalErrors.watch(
        admission(stream)
            .thenCompose(
                refusal ->
                    refusal.isPresent()
                        ? CompletableFuture.failedFuture(new NotAdmitted(refusal.get()))
                        : environment
                            .writer()
                            .claim(stream, owner.toString(), succession(stream), listener))
            .whenComplete(
                (log, failure) ->
                    loop.execute(
                        () -> {
                          if (failure == null) {
                            succeeded(listener, log);
                          } else {
                            failed(listener, stream, failure);
                          }
                        })));
  }

  private StreamSuccession succession(StreamId stream) {
    return new StreamSuccession(
        stream,
        environment.publishers(),
        environment.rules(),
        environment.settings().takeoverHold(),
        environment.clock(),
        lost);
  }

  /** Only the first claim is checked: a retry creates no further stream. */
  private CompletionStage<Optional<SourceEnd>> admission(StreamId stream) {
    return repeated
        ? CompletableFuture.completedFuture(Optional.empty())
        : environment.newStreams().admit(stream, address);
  }

  /** Claims the stream again after its session was lost, with a pause. */
  void startAgain(StreamPublication before, String reason) {
    lost = true;
    if (loop.nanoTime() - before.claimedAtNanos() >= LASTED.toNanos()) {
      backoff.reset();
    }
    retry(before.stream(), reason);
  }

  /** Ignores the outcome of a pending claim, and stops the retries. */
  void cancel() {
    awaited = null;
    if (pause != null) {
      pause.cancel();
    }
  }

  /** The connection has ended. */
  void leave() {
    environment.publishers().leave(owner);
  }

  private void succeeded(ClaimListener listener, SessionLog log) {
    if (awaited == listener) {
      awaited = null;
      target.claimed(listener, log);
      return;
    }
    StreamEnding.endUnused(log);
  }

  private void failed(ClaimListener listener, StreamId stream, Throwable failure) {
    if (awaited != listener) {
      return;
    }
    awaited = null;
    Throwable cause = StageFailure.cause(failure);
    if (cause instanceof NotAdmitted refused) {
      target.claimFailed(refused.end);
      return;
    }
    if (cause instanceof LogException.Refused) {
      target.claimFailed(new SourceEnd(reasonOf(cause), String.valueOf(cause.getMessage())));
      return;
    }
    if (cause instanceof LogException.NameCollides) {
      target.claimFailed(
          new SourceEnd(EndReason.INVALID_STREAM, String.valueOf(cause.getMessage())));
      return;
    }
    if (cause instanceof LogException.UnfitTopic) {
      target.claimFailed(new SourceEnd(EndReason.UNFIT_TOPIC, String.valueOf(cause.getMessage())));
      return;
    }
    if (!(cause instanceof LogException)) {
      LOG.errorf(
          cause, "claim failed unexpectedly stream=%s connection=%s", stream, owner.connection());
    }
    retry(stream, String.valueOf(cause));
  }

  private static EndReason reasonOf(Throwable refusal) {
    if (refusal instanceof StreamSuccession.TakenOver) {
      return EndReason.TAKEN_OVER;
    }
    return refusal instanceof StreamSuccession.Contested ? EndReason.CONTESTED : EndReason.REFUSED;
  }

  private void retry(StreamId stream, String why) {
    Duration delay = backoff.afterFailure();
    if (backoff.failures() >= environment.settings().claimAttempts()) {
      target.claimFailed(new SourceEnd(EndReason.LOG_AWAY, "the log is not available: " + why));
      return;
    }
    repeated = true;
    environment.meter().claimedAgain();
    LOG.warnf(
        "stream is claimed again in %d ms: %s stream=%s connection=%s",
        delay.toMillis(), why, stream, owner.connection());
    pause = loop.after(delay, () -> start(stream));
  }
}
