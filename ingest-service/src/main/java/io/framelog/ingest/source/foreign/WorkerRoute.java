package io.framelog.ingest.source.foreign;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.Source;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.ingest.worker.WorkerExit;
import io.framelog.ingest.worker.WorkerListener;
import io.framelog.ingest.worker.WorkerProcess;
import io.framelog.ingest.worker.Workers;
import io.framelog.media.container.ParserLimits;
import io.framelog.worker.WorkerJob;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way through a media worker. On the connection's event loop.
 *
 * <pre>
 *   Kafka slow ▶ session pauses ▶ output is not read ▶ worker stops reading ▶ its input queue is
 *   full ▶ the source is paused ▶ the publisher's TCP window closes
 * </pre>
 *
 * The session is notified of the publisher's end when the worker has said all that it had: nothing that
 * was sent is lost.
 */
final class WorkerRoute implements Route, WorkerListener {
  private final Source source;
  private final SourceListener session;
  private final long maxUnanswered;
  private @Nullable WorkerProcess worker;
  private @Nullable String disconnected;
  private long unanswered;
  private boolean started;
  private boolean over;

  private WorkerRoute(Source source, SourceListener session, ParserLimits limits) {
    this.source = source;
    this.session = session;
    this.maxUnanswered = 2L * limits.maxSampleBytes() + limits.maxHeaderBytes();
  }

  /**
   * Starts a worker.
   *
   * @param format FFmpeg's name
   * @return empty when this node has as many workers as it may
   */
  static Optional<WorkerRoute> open(
      Workers workers,
      String format,
      Source source,
      SourceListener session,
      EventLoop loop,
      ParserLimits limits) {
    WorkerRoute route = new WorkerRoute(source, session, limits);
    WorkerJob job = WorkerJob.demux(format, limits.maxSampleBytes());
    Optional<WorkerProcess> worker = workers.start(job, loop, route);
    worker.ifPresent(started -> route.worker = started);
    return worker.map(started -> route);
  }

  @Override
  public void onBytes(ByteBuffer bytes) {
    WorkerProcess to = worker;
    if (over || to == null) {
      return;
    }
    unanswered += bytes.remaining();
    if (unanswered > maxUnanswered) {
      fail(
          new SourceEnd(
              EndReason.LIMIT_EXCEEDED,
              "no packet within " + maxUnanswered + " bytes of the container"));
    } else if (!to.write(bytes)) {
      source.pause();
    }
  }

  @Override
  public void onRestart() {
    close();
    session.onRestart();
  }

  @Override
  public void onFinished() {
    WorkerProcess to = worker;
    if (to != null) {
      to.closeInput();
    }
  }

  @Override
  public void onDisconnected(String detail) {
    disconnected = detail;
    onFinished();
  }

  @Override
  public void onRefused(SourceEnd end) {
    fail(end);
  }

  @Override
  public void onOutput(ByteBuffer bytes) {
    started = true;
    unanswered = 0;
    if (!over) {
      session.onBytes(bytes);
    }
  }

  @Override
  public void onInputDrained() {
    if (!over) {
      source.resume();
    }
  }

  @Override
  public void onExit(WorkerExit exit) {
    if (over) {
      return;
    }
    over = true;
    if (!exit.isOrderly()) {
      session.onRefused(
          new SourceEnd(EndReason.WORKER_FAILED, "the media worker failed: " + exit.sentence()));
    } else if (disconnected != null) {
      session.onDisconnected(disconnected);
    } else {
      session.onFinished();
    }
  }

  private void fail(SourceEnd end) {
    if (!over) {
      session.onRefused(end);
      close();
    }
  }

  @Override
  public void pause() {
    WorkerProcess from = worker;
    if (from != null) {
      from.pauseOutput();
    }
  }

  @Override
  public void resume() {
    WorkerProcess from = worker;
    if (from != null) {
      from.resumeOutput();
    }
  }

  @Override
  public boolean isStarting() {
    return !started && !over;
  }

  @Override
  public void close() {
    over = true;
    WorkerProcess running = worker;
    if (running != null) {
      running.kill();
    }
  }
}
