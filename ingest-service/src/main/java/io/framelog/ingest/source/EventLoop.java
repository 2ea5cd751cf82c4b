package io.framelog.ingest.source;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The one thread a connection lives on. {@link #execute} and the timers may be called from any
 * thread; what they are given runs on the loop.
 */
public interface EventLoop extends Executor {
  /** Something planned; cancelling it is idempotent. */
  interface Timer {
    void cancel();
  }

  /** A clock that only goes forward, ns; for differences. */
  long nanoTime();

  /** Runs a task once, after at least 1 ms. */
  Timer after(Duration delay, Runnable task);

  /** Runs a task again and again. */
  Timer every(Duration period, Runnable task);
}
