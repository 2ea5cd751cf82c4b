package io.framelog.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** A process that fails with an error; for {@link FatalErrorsProcessTest}. */
final class FailingProcess {
  private FailingProcess() {}

  public static void main(String... arguments) throws Exception {
    FatalErrors.install();
    switch (arguments[0]) {
      case "uncaught" -> new Thread(FailingProcess::overflow, "shared-thread").start();
      case "timer" -> {
        var unused =
            new WatchedTimer("timer").schedule(FailingProcess::overflow, 0, TimeUnit.MILLISECONDS);
      }
      case "full-heap" -> new Thread(FailingProcess::fillHeap, "shared-thread").start();
      case "log-is-stuck" -> {
        Logger.getLogger("").addHandler(new StuckHandler());
        new Thread(FailingProcess::overflow, "shared-thread").start();
      }
      case "exit-is-stuck" -> {
        Runtime.getRuntime().addShutdownHook(new Thread(FailingProcess::waitForEver));
        new Thread(FailingProcess::overflow, "shared-thread").start();
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    waitForEver();
  }

  private static void overflow() {
    throw new StackOverflowError();
  }

  /** Allocates until no object fits. */
  private static void fillHeap() {
    Object[] chain = new Object[0];
    for (int size = 1 << 20; size > 0; size /= 2) {
      try {
        while (true) {
          chain = new Object[] {chain, new byte[size]};
        }
      } catch (OutOfMemoryError e) {
        // Smaller pieces may fit.
      }
    }
    while (chain.length > 0) {
      chain = new Object[] {chain};
    }
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class StuckHandler extends Handler {
    @Override
    public void publish(LogRecord record) {
      waitForEver();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
