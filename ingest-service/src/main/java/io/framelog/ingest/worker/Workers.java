package io.framelog.ingest.worker;

import io.framelog.ingest.source.EventLoop;
import io.framelog.worker.WorkerJob;
import io.framelog.worker.launch.WorkerLauncher;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All media workers of a node, up to a maximum number, and a spare that is kept ready after the
 * first use, so that a publisher does not wait for a process to start. Thread-safe.
 */
public final class Workers implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Workers.class);

  private final WorkerSettings settings;
  private final AtomicInteger running = new AtomicInteger();
  private @Nullable WorkerLauncher launcher;
  private @Nullable Process spare;
  private boolean closed;

  public Workers(WorkerSettings settings) {
    this.settings = settings;
  }

  /** The number of running workers. */
  public int running() {
    return running.get();
  }

  /** The maximum number of running workers. */
  public int max() {
    return settings.max();
  }

  /**
   * Starts a worker with a job.
   *
   * @param loop on which the listener is called, and the worker's methods must be called
   * @return empty when the maximum number of workers runs
   */
  public Optional<WorkerProcess> start(WorkerJob job, EventLoop loop, WorkerListener listener) {
    if (running.incrementAndGet() > settings.max()) {
      running.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(
        WorkerProcess.start(this::launch, job, loop, listener, settings, running::decrementAndGet));
  }

  private Process launch() throws IOException {
    Process ready = takeSpare();
    if (ready == null) {
      ready = launcher().start();
    }
    if (settings.spare() && !hasSpare()) {
      renewSpare();
    }
    return ready;
  }

  private synchronized WorkerLauncher launcher() {
    WorkerLauncher known = launcher;
    if (known == null) {
      known = WorkerLauncher.create();
      launcher = known;
    }
    return known;
  }

  private synchronized @Nullable Process takeSpare() {
    Process taken = spare;
    spare = null;
    return taken != null && taken.isAlive() ? taken : null;
  }

  private synchronized boolean hasSpare() {
    return spare != null && spare.isAlive();
  }

  private void renewSpare() {
    try {
      Process next = launcher().start();
      Process unneeded = keep(next);
      if (unneeded != null) {
        unneeded.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.warnf("no spare media worker: %s", e.getMessage());
    }
  }

  /** Keeps a process as the spare. Returns it if it is not needed, otherwise null. */
  private synchronized @Nullable Process keep(Process next) {
    if (closed || hasSpare()) {
      return next;
    }
    spare = next;
    return null;
  }

  /** Kills the spare; running workers end with their publishers or devices. */
  @Override
  public synchronized void close() {
    closed = true;
    if (spare != null) {
      spare.destroyForcibly();
      spare = null;
    }
  }
}
