package io.framelog.process;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A timer with one daemon thread that does not hide its tasks' failures, as {@link
 * ScheduledThreadPoolExecutor} does: an {@link Error} ends the process, an exception is logged.
 */
public final class WatchedTimer extends ScheduledThreadPoolExecutor {
  private static final Logger LOG = Logger.getLogger(WatchedTimer.class);

  /**
   * @param name of the thread
   */
  public WatchedTimer(String name) {
    super(
        1,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          thread.setUncaughtExceptionHandler(FatalErrors::uncaught);
          return thread;
        });
  }

  @Override
  protected void afterExecute(Runnable task, @Nullable Throwable failure) {
    super.afterExecute(task, failure);
    Throwable cause = failure;
    if (task instanceof Future<?> done && done.isDone() && !done.isCancelled()) {
      try {
        done.get();
      } catch (ExecutionException e) {
        cause = e.getCause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    if (cause != null) {
      FatalErrors.endProcessOn(cause);
      // Resources of tasks may be closed before the timer.
      if (!isShutdown()) {
        LOG.errorf(cause, "timer's task failed thread=%s", Thread.currentThread().getName());
      }
    }
  }
}
