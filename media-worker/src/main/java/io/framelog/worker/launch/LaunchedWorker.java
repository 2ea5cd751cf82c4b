package io.framelog.worker.launch;

import io.framelog.worker.WorkerJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A media worker's process and its pipes. A thread of its own reads stderr; stdin and stdout are
 * the caller's, on threads that may block. Thread-safe.
 */
public final class LaunchedWorker {
  private final Process process;
  private final ErrorOutput errors = new ErrorOutput();

  private LaunchedWorker(Process process, ThreadFactory threads) {
    this.process = process;
    threads.newThread(() -> errors.readAll(process.getErrorStream(), process.pid())).start();
  }

  /**
   * Starts a worker, which waits for its job.
   *
   * @param launch starts the process, or takes one that is ready; may block
   * @param threads makes the thread that reads stderr
   * @throws Exception when the process does not start
   */
  public static LaunchedWorker start(Callable<Process> launch, ThreadFactory threads)
      throws Exception {
    return new LaunchedWorker(launch.call(), threads);
  }

  /** Gives the worker its job, before anything else is written to its input. May block. */
  public void begin(WorkerJob job) throws IOException {
    OutputStream stdin = process.getOutputStream();
    stdin.write(job.line().getBytes(StandardCharsets.UTF_8));
    stdin.flush();
  }

  /** The worker's stdin. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** The worker's stdout. */
  public InputStream output() {
    return process.getInputStream();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The last lines of stderr in one. */
  public String lastErrors() {
    return errors.lastLines();
  }

  /** Ends the process at once. Idempotent. */
  public void kill() {
    process.destroyForcibly();
  }

  /**
   * Waits for the process to end, and kills it when that takes too long. Blocks.
   *
   * @return its exit code; -1 when the thread was interrupted
   */
  public int awaitExit(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
