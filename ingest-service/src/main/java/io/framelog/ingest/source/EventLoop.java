package io.framelog.ingest.source;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The thread of a connection. {@link #execute} and the timers may be called from any thread; their
 * tasks run on the loop.
 */
public interface EventLoop extends Executor {
  /** A scheduled task; cancelling it is idempotent. */
  interface Timer {
    void cancel();
  }

  /** A monotonic clock, ns; only differences are meaningful. */
  long nanoTime();

  /** Runs a task once, after at least 1 ms. */
  Timer after(Duration delay, Runnable task);

  /** Runs a task periodically. */
  Timer every(Duration period, Runnable task);
}
