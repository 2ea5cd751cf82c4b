package io.framelog.ingest.source.device;

import io.framelog.controlplane.CaptureDevice;
import io.framelog.controlplane.DeviceInfo;
import io.framelog.ingest.source.EventLoop;
import io.framelog.ingest.worker.WorkerExit;
import io.framelog.ingest.worker.WorkerListener;
import io.framelog.ingest.worker.WorkerProcess;
import io.framelog.ingest.worker.Workers;
import io.framelog.media.container.ContainerException;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.container.packet.PacketStreamParser;
import io.framelog.media.container.packet.WorkerFailedException;
import io.framelog.worker.WorkerJob;
import io.framelog.worker.WorkerReport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks a media worker which devices this machine has. Thread-safe. */
public final class DeviceListing {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Workers workers;
  private final ParserLimits limits;
  private final Supplier<EventLoop> loops;
  private final AtomicReference<@Nullable CompletableFuture<List<DeviceInfo>>> asked =
      new AtomicReference<>();

  /**
   * @param loops supplies the event loop of each query
   */
  public DeviceListing(Workers workers, ParserLimits limits, Supplier<EventLoop> loops) {
    this.workers = workers;
    this.limits = limits;
    this.loops = loops;
  }

  /**
   * The devices that a capture may use; fails with a message for the operator. A call during a
   * running query shares its answer, so that many calls do not start many processes.
   */
  public CompletionStage<List<DeviceInfo>> list() {
    CompletableFuture<List<DeviceInfo>> mine = new CompletableFuture<>();
    CompletableFuture<List<DeviceInfo>> running = asked.compareAndExchange(null, mine);
    if (running != null) {
      return running;
    }
    EventLoop loop = loops.get();
    loop.execute(() -> new Question(mine).ask(loop));
    return mine;
  }

  /** One query of a worker. On its event loop. */
  private final class Question implements WorkerListener {
    private final CompletableFuture<List<DeviceInfo>> answer;
    private final List<DeviceInfo> found = new ArrayList<>();
    private EventLoop.@Nullable Timer timeout;
    private final PacketStreamParser packets = new PacketStreamParser(limits, this::report);

    Question(CompletableFuture<List<DeviceInfo>> answer) {
      this.answer = answer;
    }

    void ask(EventLoop loop) {
      Optional<WorkerProcess> worker = workers.start(WorkerJob.devices(), loop, this);
      if (worker.isEmpty()) {
        fail("this node already has " + workers.max() + " workers (framelog.ingest.workers.max)");
        return;
      }
      timeout =
          loop.after(
              PATIENCE,
              () -> {
                fail("the devices did not answer within " + PATIENCE.toSeconds() + " s");
                worker.get().kill();
              });
    }

    private void report(String report) {
      if (report.startsWith(WorkerReport.DEVICE)) {
        String[] fields = report.substring(WorkerReport.DEVICE.length()).split("\t", 3);
        if (fields.length == 3 && isTaken(fields[1])) {
          found.add(new DeviceInfo(fields[0], fields[1], fields[2]));
        }
      }
    }

    /** Whether a capture would accept the name of a device; others are not listed. */
    private static boolean isTaken(String device) {
      try {
        CaptureDevice.parse(device);
        return true;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    @Override
    public void onOutput(ByteBuffer bytes) {
      try {
        packets.feed(bytes, event -> {});
      } catch (WorkerFailedException | ContainerException e) {
        fail(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public void onInputDrained() {
      // Nothing but the job is written to the worker.
    }

    @Override
    public void onExit(WorkerExit exit) {
      if (exit.isOrderly()) {
        over();
        answer.complete(List.copyOf(found));
      } else {
        fail("the process that lists devices died: " + exit.sentence());
      }
    }

    private void fail(String sentence) {
      over();
      answer.completeExceptionally(new IllegalStateException(sentence));
    }

    /** The next call starts a new query. */
    private void over() {
      asked.compareAndSet(answer, null);
      if (timeout != null) {
        timeout.cancel();
      }
    }
  }
}
