package io.framelog.ingest.worker;

import io.framelog.ingest.source.EventLoop;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** An event loop on a thread of its own. */
final class ThreadEventLoop implements EventLoop, AutoCloseable {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  @Override
  public void execute(Runnable task) {
    thread.execute(task);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Timer after(Duration delay, Runnable task) {
    return cancelling(thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));
  }

  @Override
  public Timer every(Duration period, Runnable task) {
    long millis = period.toMillis();
    return cancelling(thread.scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS));
  }

  private static Timer cancelling(ScheduledFuture<?> planned) {
    return () -> planned.cancel(false);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
