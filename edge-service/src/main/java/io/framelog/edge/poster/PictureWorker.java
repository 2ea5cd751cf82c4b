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
 * The edge's media worker, a child process that decodes keyframes: the edge process never decodes a
 * publisher's media. A separate thread waits for the worker.
 *
 * <pre>
 *   decode ──▶ [ ≤ 32 requests ] ──▶ picture thread ──▶ stdin  ┌────────┐
 *     └ full: refused                     ▲                    │ worker │  started on demand,
 *                                         └──────────── stdout └────────┘  ended when idle
 *                                           late or failed: killed, the request fails
 * </pre>
 */
public final class PictureWorker implements PictureDecoder, AutoCloseable {
  /**
   * Time limits.
   *
   * @param start of the worker, including the unpacking of its libraries
   * @param answer to one request
   * @param idle idle time after which the worker is ended
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
  // This field and the next ones are written on the picture thread only.
  private volatile @Nullable Running running;
  private @Nullable Future<?> idle;

  /**
   * @param launch starts a worker's process; may block
   * @param timer the caller closes it
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

  /** With workers that run this process's Java and libraries. */
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
      // Otherwise the requests for the picture would never get an answer.
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
          "media worker failed to make a picture and was killed format=%s bytes=%d",
          request.format(), request.media().length);
      return new PictureAnswer.NotMade("the decoder failed on the keyframe");
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

  /** Ends the worker; queued requests are dropped. */
  @Override
  public void close() {
    thread.shutdownNow();
    Running worker = running;
    if (worker != null) {
      worker.kill();
    }
  }
}
