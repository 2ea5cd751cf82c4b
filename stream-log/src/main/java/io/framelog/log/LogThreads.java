package io.framelog.log;

import io.framelog.process.FatalErrors;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Creates the log's threads and waits for them. */
final class LogThreads {
  private static final Logger LOG = Logger.getLogger(LogThreads.class);
  private static final long CLOSE_SECONDS = 5;

  private LogThreads() {}

  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(FatalErrors::uncaught);
    return thread;
  }

  /** Waits a few seconds for the tasks that were submitted to an executor. */
  static void settle(ExecutorService executor) {
    try {
      executor.submit(() -> {}).get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException e) {
      LOG.warnf("tasks did not complete in time: %s", e);
    }
  }

  /** Whether all tasks of an executor that was shut down complete within a few seconds. */
  static boolean ended(ExecutorService executor) {
    try {
      return executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
