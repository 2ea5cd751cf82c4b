package io.framelog.ingest.source.device;

import io.framelog.controlplane.CaptureSpec;
import io.framelog.controlplane.CaptureState;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.log.StreamId;
import io.framelog.process.Backoff;
import io.framelog.worker.WorkerReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One capture with all its attempts, in the phases of {@link CapturePhase}. Each attempt is a
 * separate publisher for the session layer, in a separate process. Everything runs on the capture's
 * event loop unless stated otherwise.
 */
final class RunningCapture implements DeviceSource.Listener {
  private static final Logger LOG = Logger.getLogger(RunningCapture.class);

  private final CaptureSpec spec;
  private final boolean configured;
  private final CaptureEnvironment environment;
  private final EventLoop loop;
  private final Backoff backoff;
  private @Nullable DeviceSource attempt;
  private EventLoop.@Nullable Timer retry;
  private long droppedInAttempt;

  private volatile CapturePhase phase;
  private volatile @Nullable CaptureFailure lastFailure;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();

  /**
   * @param configured requested by the node's configuration and not by the control API
   */
  RunningCapture(
      CaptureSpec spec, boolean configured, CaptureEnvironment environment, EventLoop loop) {
    this.spec = spec;
    this.configured = configured;
    this.environment = environment;
    this.loop = loop;
    this.backoff = new Backoff(environment.retryMin(), environment.retryMax());
    this.phase = new CapturePhase.Starting(environment.clock().instant());
  }

  /** Starts the first attempt; may be called from any thread, once. */
  void start() {
    loop.execute(this::attempt);
  }

  /** Ends it; may be called from any thread. */
  void stop() {
    loop.execute(
        () -> {
          if (phase instanceof CapturePhase.Stopped) {
            return;
          }
          become(new CapturePhase.Stopped(environment.clock().instant()));
          LOG.infof("capture stopped capture=%s stream=%s", spec.name(), spec.stream());
          if (retry != null) {
            retry.cancel();
          }
          if (attempt != null) {
            attempt.finish();
          }
        });
  }

  private void attempt() {
    if (!(phase instanceof CapturePhase.Starting)) {
      return;
    }
    DeviceSource source = new DeviceSource(spec, this);
    attempt = source;
    droppedInAttempt = 0;
    Optional<SourceListener> session =
        environment.acceptor().accept(source, loop, new StreamId(spec.stream()), source::demuxer);
    if (session.isEmpty()) {
      // Rejected, and already closed with the reason.
      return;
    }
    try {
      source.attach(environment.workers().start(CaptureArguments.of(spec), loop, session.get()));
    } catch (IllegalStateException e) {
      session
          .get()
          .onRefused(new SourceEnd(EndReason.TOO_MANY_CONNECTIONS, String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void onClaimed() {
    if (phase instanceof CapturePhase.Starting) {
      become(new CapturePhase.Capturing(environment.clock().instant()));
      LOG.infof(
          "capturing capture=%s stream=%s devices=%s", spec.name(), spec.stream(), spec.devices());
    }
  }

  @Override
  public void onReport(String report) {
    if (report.startsWith(WorkerReport.DROPPED)) {
      long total = Long.parseLong(report.substring(WorkerReport.DROPPED.length()));
      long more = Math.max(0, total - droppedInAttempt);
      droppedInAttempt = total;
      dropped.addAndGet(more);
      environment.meter().framesDropped(more);
      LOG.debugf("frames dropped capture=%s inAttempt=%d", spec.name(), total);
    }
  }

  @Override
  public void onClosed(DeviceSource closed, SourceEnd end, CaptureFailure failure) {
    attempt = null;
    if (phase instanceof CapturePhase.Stopped) {
      return;
    }
    Instant now = environment.clock().instant();
    if (end.reason() == EndReason.SHUTDOWN) {
      become(new CapturePhase.Stopped(now));
      return;
    }
    if (phase instanceof CapturePhase.Capturing
        && Duration.between(phase.since(), now).compareTo(backoff.next()) > 0) {
      // It has captured for longer than the delay: this failure is the first one again.
      backoff.reset();
    }
    boolean repeated = failure.equals(lastFailure);
    lastFailure = failure;
    failures.incrementAndGet();
    environment.meter().captureFailed(failure.reason());
    if (end.reason() == EndReason.TAKEN_OVER) {
      // If this capture took the stream back, the other publisher would do the same.
      become(new CapturePhase.Failed(now, null));
      LOG.warnf("another publisher took over the capture's stream capture=%s", spec.name());
      return;
    }
    Duration pause = backoff.afterFailure();
    become(new CapturePhase.Failed(now, now.plus(pause)));
    LOG.logf(
        repeated ? Logger.Level.DEBUG : Logger.Level.WARN,
        "capture failed, retried: %s capture=%s stream=%s reason=%s retryMs=%d failures=%d",
        failure.message(),
        spec.name(),
        spec.stream(),
        failure.reason(),
        pause.toMillis(),
        failures.get());
    retry = loop.after(pause, this::tryAgain);
  }

  private void tryAgain() {
    if (phase instanceof CapturePhase.Failed) {
      become(new CapturePhase.Starting(environment.clock().instant()));
      attempt();
    }
  }

  /** The current state; may be called from any thread. */
  CaptureState state() {
    CapturePhase now = phase;
    CaptureFailure failure = lastFailure;
    return new CaptureState(
        spec.name(),
        spec.stream(),
        spec.video(),
        spec.audio(),
        stateOf(now),
        now.since(),
        configured,
        failure == null ? null : failure.reason(),
        failure == null ? null : failure.message(),
        now instanceof CapturePhase.Failed failed ? failed.retryAt() : null,
        failures.get(),
        dropped.get());
  }

  private static CaptureState.State stateOf(CapturePhase phase) {
    if (phase instanceof CapturePhase.Capturing) {
      return CaptureState.State.CAPTURING;
    }
    return phase instanceof CapturePhase.Failed
        ? CaptureState.State.FAILED
        : CaptureState.State.STARTING;
  }

  private void become(CapturePhase next) {
    if (!phase.mayBecome(next)) {
      throw new IllegalStateException("capture cannot go from " + phase + " to " + next);
    }
    phase = next;
    environment.onChange().run();
  }
}
