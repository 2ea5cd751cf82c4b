package io.framelog.ingest.demux;

import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.worker.WorkerExit;
import io.framelog.ingest.worker.WorkerListener;
import io.framelog.ingest.worker.WorkerProcess;
import io.framelog.ingest.worker.Workers;
import io.framelog.media.container.packet.PacketStreamParser;
import io.framelog.worker.WorkerJob;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Demuxes a container with FFmpeg in a media worker.
 *
 * <pre>
 *   Kafka slow ▶ session pauses ▶ output is not read ▶ worker stops reading ▶ its input queue is
 *   full ▶ the source is paused ▶ the publisher's TCP window closes
 * </pre>
 *
 * The session is notified of the end after all output of the worker: nothing that was sent is lost.
 */
final class WorkerDemuxer implements Demuxer, WorkerListener {
  private final Context context;
  private final PacketStreamParser packets;
  private final long maxUnanswered;
  private @Nullable WorkerProcess worker;
  private long unanswered;
  private boolean started;
  private boolean orderly;
  private boolean over;

  private WorkerDemuxer(Context context) {
    this.context = context;
    this.packets = new PacketStreamParser(context.limits());
    this.maxUnanswered = 2L * context.limits().maxSampleBytes() + context.limits().maxHeaderBytes();
  }

  /**
   * Starts a worker.
   *
   * @param format FFmpeg's name of the container
   * @return empty when this node runs its maximum of workers
   */
  static Optional<WorkerDemuxer> open(Workers workers, String format, Context context) {
    WorkerDemuxer demuxer = new WorkerDemuxer(context);
    WorkerJob job = WorkerJob.demux(format, context.limits().maxSampleBytes());
    Optional<WorkerProcess> worker = workers.start(job, context.loop(), demuxer);
    worker.ifPresent(started -> demuxer.worker = started);
    return worker.map(started -> demuxer);
  }

  @Override
  public void feed(ByteBuffer bytes) {
    WorkerProcess to = worker;
    if (over || to == null) {
      return;
    }
    unanswered += bytes.remaining();
    if (unanswered > maxUnanswered) {
      close();
      context
          .listener()
          .onFailed(
              new SourceEnd(
                  EndReason.LIMIT_EXCEEDED,
                  "no packet within " + maxUnanswered + " bytes of the container"));
    } else if (!to.write(bytes)) {
      context.source().pause();
    }
  }

  /** Another container needs another worker, see {@link SniffingDemuxer}. */
  @Override
  public void restart() {
    close();
  }

  @Override
  public void finish(boolean inOrder) {
    orderly = inOrder;
    WorkerProcess to = worker;
    if (to != null) {
      to.closeInput();
    }
  }

  @Override
  public void onOutput(ByteBuffer bytes) {
    started = true;
    unanswered = 0;
    if (!over) {
      context.listener().step(() -> packets.feed(bytes, context.events()));
    }
  }

  @Override
  public void onInputDrained() {
    if (!over) {
      context.source().resume();
    }
  }

  @Override
  public void onExit(WorkerExit exit) {
    if (over) {
      return;
    }
    over = true;
    if (!exit.isOrderly()) {
      context
          .listener()
          .onFailed(
              new SourceEnd(
                  EndReason.WORKER_FAILED, "the media worker failed: " + exit.sentence()));
      return;
    }
    if (orderly) {
      context.listener().step(() -> packets.finish(context.events()));
    }
    context.listener().onDrained();
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
  public void close() {
    over = true;
    WorkerProcess running = worker;
    if (running != null) {
      running.kill();
    }
  }

  @Override
  public boolean isComplete() {
    return packets.isComplete();
  }

  @Override
  public long bytesConsumed() {
    return packets.bytesConsumed();
  }

  @Override
  public boolean isStarting() {
    return !started && !over;
  }
}
