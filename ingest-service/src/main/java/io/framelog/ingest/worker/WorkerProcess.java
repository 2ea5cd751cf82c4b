package io.framelog.ingest.worker;

import io.framelog.ingest.source.EventLoop;
import io.framelog.process.FatalErrors;
import io.framelog.worker.WorkerJob;
import io.framelog.worker.launch.LaunchedWorker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One running media worker. Its own threads block on its pipes, so that the caller's event loop
 * does not.
 *
 * <pre>
 *   loop ── write ──▶ InputQueue ── feeder thread ──▶ stdin    full: write answers false
 *   loop ◀── onOutput ── 1 read ── reader thread ◀── stdout    pauseOutput: nothing is read
 *   log  ◀── last lines kept ───── errors thread ◀── stderr
 *
 *   stdout ends ──▶ process reaped, or killed if it lingers ──▶ onExit
 * </pre>
 *
 * When the output is paused, the pipe fills up, the worker stops reading its input, the queue fills
 * up, and the source is paused: no step holds more than its bound. Methods are to be called on the
 * loop.
 */
public final class WorkerProcess implements RunningWorker {
  private static final Logger LOG = Logger.getLogger(WorkerProcess.class);
  private static final int READ_BYTES = 64 << 10;
  private static final int INPUT_BOUND = 256 << 10;

  /** Audio is queued while a process starts: 2 s of PCM, 8 channels of 24 bits at 96 kHz. */
  private static final int SOUND_BOUND = 4 << 20;

  private static final Duration WATCH_PERIOD = Duration.ofMillis(500);
  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final long STACK_BYTES = 256 << 10;

  private final EventLoop loop;
  private final WorkerListener listener;
  private final WorkerSettings settings;
  private final InputQueue input;
  private final WorkerStallWatch stall;
  private final Semaphore mayRead = new Semaphore(1);
  private final EventLoop.Timer watch;

  private volatile @Nullable LaunchedWorker process;
  private volatile @Nullable String killedFor;
  private volatile boolean feeding;
  private volatile boolean started;
  private boolean outputPaused;
  private boolean readHeldBack;

  private WorkerProcess(
      WorkerJob.Verb job, EventLoop loop, WorkerListener listener, WorkerSettings settings) {
    this.input = new InputQueue(job == WorkerJob.Verb.TRANSCODE ? SOUND_BOUND : INPUT_BOUND);
    this.loop = loop;
    this.listener = listener;
    this.settings = settings;
    this.stall = new WorkerStallWatch(System.nanoTime());
    this.watch = loop.every(WATCH_PERIOD, this::watch);
  }

  /**
   * Starts a worker with a job; returns before it runs.
   *
   * @param launch starts the process, or returns the spare one; called on a thread that may block
   * @param released called once, on any thread, when the process has exited
   */
  static WorkerProcess start(
      Callable<Process> launch,
      WorkerJob job,
      EventLoop loop,
      WorkerListener listener,
      WorkerSettings settings,
      Runnable released) {
    WorkerProcess worker = new WorkerProcess(job.verb(), loop, listener, settings);
    thread("media-worker-in", () -> worker.feed(launch, job, released)).start();
    return worker;
  }

  @Override
  public boolean write(ByteBuffer bytes) {
    byte[] piece = new byte[bytes.remaining()];
    bytes.get(piece);
    return input.put(piece);
  }

  @Override
  public void closeInput() {
    input.close();
  }

  @Override
  public void pauseOutput() {
    outputPaused = true;
  }

  @Override
  public void resumeOutput() {
    outputPaused = false;
    stall.moved(System.nanoTime());
    if (readHeldBack) {
      readHeldBack = false;
      mayRead.release();
    }
  }

  @Override
  public void kill() {
    kill("it was no longer needed");
  }

  private void kill(String why) {
    if (killedFor == null) {
      killedFor = why;
    }
    input.discard();
    outputPaused = false;
    resumeOutput();
    LaunchedWorker running = process;
    if (running != null) {
      running.kill();
    }
  }

  private void watch() {
    long now = System.nanoTime();
    if (!started) {
      boolean expected = !outputPaused && process != null;
      if (stall.isStalled(now, expected, settings.startTimeout())) {
        kill("it did not start within " + settings.startTimeout().toMillis() + " ms");
      }
      return;
    }
    boolean expected = !outputPaused && (feeding || input.hasWork());
    if (stall.isStalled(now, expected, settings.stallTimeout())) {
      kill("it did nothing for " + settings.stallTimeout().toMillis() + " ms and was killed");
    }
  }

  private void feed(Callable<Process> launch, WorkerJob job, Runnable released) {
    LaunchedWorker launched;
    try {
      launched = LaunchedWorker.start(launch, task -> thread("media-worker-err", task));
    } catch (Exception e) {
      LOG.errorf("media worker did not start: %s", e);
      released.run();
      loop.execute(() -> exited(new WorkerExit(-1, "it did not start: " + e.getMessage())));
      return;
    }
    process = launched;
    if (killedFor != null) {
      launched.kill();
    }
    thread("media-worker-out", () -> read(launched, released)).start();
    try (OutputStream stdin = launched.input()) {
      launched.begin(job);
      for (byte[] piece = input.take(); piece != null; piece = input.take()) {
        feeding = true;
        stdin.write(piece);
        stdin.flush();
        feeding = false;
        if (started) {
          // Before that, only the pipe buffers the bytes.
          stall.moved(System.nanoTime());
        }
        if (input.hasDrained()) {
          loop.execute(listener::onInputDrained);
        }
      }
    } catch (IOException e) {
      // The worker has exited, which the end of its output reports.
      LOG.debugf("media worker reads no more input: %s worker=%d", e.getMessage(), launched.pid());
      input.discard();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      feeding = false;
    }
  }

  private void read(LaunchedWorker from, Runnable released) {
    byte[] bytes = new byte[READ_BYTES];
    try (InputStream stdout = from.output()) {
      for (int length = next(stdout, bytes); length >= 0; length = next(stdout, bytes)) {
        stall.moved(System.nanoTime());
        started = true;
        ByteBuffer read = ByteBuffer.wrap(bytes, 0, length);
        loop.execute(() -> deliver(read));
      }
    } catch (IOException e) {
      LOG.debugf("media worker's output broke: %s worker=%d", e.getMessage(), from.pid());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      int code = from.awaitExit(LINGER);
      released.run();
      loop.execute(() -> exited(new WorkerExit(code, reason(from, code))));
    }
  }

  private int next(InputStream stdout, byte[] bytes) throws IOException, InterruptedException {
    mayRead.acquire();
    return stdout.read(bytes);
  }

  private void deliver(ByteBuffer read) {
    try {
      listener.onOutput(read);
    } finally {
      if (outputPaused) {
        readHeldBack = true;
      } else {
        mayRead.release();
      }
    }
  }

  private String reason(LaunchedWorker ended, int code) {
    String why = killedFor;
    if (why == null && code == 0) {
      return "";
    }
    String said = ended.lastErrors();
    return (why == null ? "it ended with code " + code : why)
        + (said.isEmpty() ? "" : "; it said: " + said);
  }

  private void exited(WorkerExit exit) {
    watch.cancel();
    input.discard();
    listener.onExit(exit);
  }

  private static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(null, task, name, STACK_BYTES);
    thread.setDaemon(true);
    // Only one publisher needs this thread, but an exhausted resource affects the whole process.
    thread.setUncaughtExceptionHandler(FatalErrors::uncaught);
    return thread;
  }
}
