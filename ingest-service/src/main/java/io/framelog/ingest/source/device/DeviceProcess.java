package io.framelog.ingest.source.device;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.SourceListener;
import io.framelog.ingest.worker.WorkerExit;
import io.framelog.ingest.worker.WorkerListener;
import io.framelog.ingest.worker.WorkerProcess;
import io.framelog.ingest.worker.Workers;
import io.framelog.worker.WorkerJob;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A media worker that captures. */
final class DeviceProcess implements DeviceWorker, WorkerListener {
  /** How long a worker may take to release its devices. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final EventLoop loop;
  private final SourceListener listener;
  private @Nullable WorkerProcess worker;
  private EventLoop.@Nullable Timer grace;
  private boolean over;

  private DeviceProcess(EventLoop loop, SourceListener listener) {
    this.loop = loop;
    this.listener = listener;
  }

  static DeviceWorker start(
      Workers workers, List<String> arguments, EventLoop loop, SourceListener listener) {
    DeviceProcess process = new DeviceProcess(loop, listener);
    process.worker =
        workers
            .start(WorkerJob.capture(arguments), loop, process)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "this node already has "
                            + workers.max()
                            + " workers (framelog.ingest.workers.max)"));
    return process;
  }

  private WorkerProcess worker() {
    WorkerProcess running = worker;
    if (running == null) {
      throw new IllegalStateException("the worker has not started");
    }
    return running;
  }

  @Override
  public void pause() {
    worker().pauseOutput();
  }

  @Override
  public void resume() {
    worker().resumeOutput();
  }

  @Override
  public void finish() {
    if (!over && grace == null) {
      worker().closeInput();
      grace = loop.after(GRACE, this::stop);
    }
  }

  @Override
  public void stop() {
    over = true;
    worker().kill();
  }

  @Override
  public void onOutput(ByteBuffer bytes) {
    if (!over) {
      listener.onBytes(bytes);
    }
  }

  @Override
  public void onInputDrained() {
    // Nothing but the job is written to the worker.
  }

  @Override
  public void onExit(WorkerExit exit) {
    if (grace != null) {
      grace.cancel();
    }
    if (over) {
      return;
    }
    over = true;
    if (exit.isOrderly()) {
      listener.onFinished();
    } else {
      listener.onRefused(
          new SourceEnd(EndReason.WORKER_FAILED, "the capture's process died: " + exit.sentence()));
    }
  }
}
