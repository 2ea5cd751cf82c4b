package io.framelog.edge.poster;

import io.framelog.process.FatalErrors;
import io.framelog.worker.WorkerJob;
import io.framelog.worker.launch.LaunchedWorker;
import io.framelog.worker.launch.WorkerLauncher;
import io.framelog.worker.picture.PictureAnswer;
import io.framelog.worker.picture.PictureRequest;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The edge's one media worker, which decodes keyframes: nothing a publisher sends is decoded in the
 * edge itself. A thread of its own waits for it.
 *
 * <pre>
 *   decode ──▶ [ ≤ 32 requests ] ──▶ picture thread ──▶ stdin  ┌────────┐
 *     └ full: refused                     ▲                    │ worker │  started at first need,
 *                                         └──────────── stdout └────────┘  ended when idle
 *                                           late or broken: killed, that request is not made
 * </pre>
 */
public final class PictureWorker implements PictureDecoder, AutoCloseable {
  /**
   * How long things may take.
   *
   * @param start of the worker, the unpacking of its libraries included
   * @param answer to one request
   * @param idle after which the worker is ended
   */
  public record Settings(Duration start, Duration answer, Duration idle) {}

  private static final Logger LOG = Logger.getLogger(PictureWorker.class);
  private static final int MAX_WAITING = 32;

  /** A running worker and its pipes. */
  private record Running(LaunchedWorker process, DataOutputStream in, DataInputStream out) {
    Running(LaunchedWorker process) {
      this(
          process,
          new DataOutputStream(new BufferedOutputStream(process.input())),
          new DataInputStream(new BufferedInputStream(process.output())));
    }

    void kill() {
      process.kill();
    }
  }

  private final Callable<Process> launch;
  private final Settings settings;
  private final ScheduledExecutorService timer;
  private final ThreadPoolExecutor thread;
  // Written on the picture thread only, as is what follows it.
  private volatile @Nullable Running running;
  private @Nullable Future<?> idle;

  /**
   * @param launch starts a worker's process; may block
   * @param timer stays the caller's
   */
  public PictureWorker(
      Callable<Process> launch, Settings settings, ScheduledExecutorService timer) {
    this.launch = launch;
    this.settings = settings;
    this.timer = timer;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            settings.idle().toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> daemon(task, "framelog-edge-pictures"));
    thread.allowCoreThreadTimeOut(true);
  }

  /** With workers of this process' own Java and libraries. */
  public static PictureWorker ofThisJava(Settings settings, ScheduledExecutorService timer) {
    return new PictureWorker(() -> WorkerLauncher.create().start(), settings, timer);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(FatalErrors::uncaught);
    return thread;
  }

  @Override
  public CompletionStage<PictureAnswer> decode(PictureRequest request) {
    CompletableFuture<PictureAnswer> answer = new CompletableFuture<>();
    try {
      thread.execute(() -> answer(request, answer));
    } catch (RejectedExecutionException full) {
      answer.completeExceptionally(full);
    }
    return answer;
  }

  private void answer(PictureRequest request, CompletableFuture<PictureAnswer> answer) {
    Running worker = running;
    boolean isNew = worker == null || !worker.process.isAlive();
    try {
      if (worker == null || isNew) {
        worker = new Running(LaunchedWorker.start(launch, PictureWorker::errorThread));
        running = worker;
      }
    } catch (Exception e) {
      LOG.errorf("media worker for pictures did not start: %s", e.getMessage());
      answer.completeExceptionally(e);
      return;
    }
    try {
      answer.complete(ask(worker, isNew, request));
    } catch (RuntimeException e) {
      // Else whoever waits for the picture would wait for ever.
      answer.completeExceptionally(e);
    }
  }

  private PictureAnswer ask(Running worker, boolean isNew, PictureRequest request) {
    Duration patience = isNew ? settings.answer().plus(settings.start()) : settings.answer();
    Future<?> watch = timer.schedule(worker::kill, patience.toMillis(), TimeUnit.MILLISECONDS);
    try {
      if (isNew) {
        worker.process.begin(WorkerJob.pictures());
      }
      request.writeTo(worker.in);
      return PictureAnswer.readFrom(worker.out);
    } catch (IOException e) {
      worker.kill();
      running = null;
      LOG.warnf(
          "media worker did not make a picture and was ended format=%s bytes=%d",
          request.format(), request.media().length);
      return new PictureAnswer.NotMade("the decoder did not survive the keyframe");
    } finally {
      watch.cancel(false);
      endWhenIdle();
    }
  }

  private static Thread errorThread(Runnable task) {
    return daemon(task, "framelog-edge-pictures-err");
  }

  private void endWhenIdle() {
    if (idle != null) {
      idle.cancel(false);
    }
    idle =
        timer.schedule(
            () -> thread.execute(this::end), settings.idle().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void end() {
    Running worker = running;
    if (worker != null && thread.getQueue().isEmpty()) {
      running = null;
      worker.kill();
    }
  }

  /** Ends the worker; what waits is not made. */
  @Override
  public void close() {
    thread.shutdownNow();
    Running worker = running;
    if (worker != null) {
      worker.kill();
    }
  }
}
