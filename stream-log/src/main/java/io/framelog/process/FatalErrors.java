package io.framelog.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process on an {@link Error} in a thread that serves more than one stream: the thread's
 * state is unreliable, and a supervisor restarts the process. The reason is logged in one line; the
 * exit code is {@value #EXIT_CODE}, as with {@code -XX:+ExitOnOutOfMemoryError}.
 *
 * <pre>
 *   thread's task          guarded(task) ──────┐
 *   end of a stage chain   watch(stage) ───────┤
 *   failure in a callback  endProcessOn(e) ────┼─▶ log one line ─▶ halt
 *   uncaught in a thread   default handler ────┤        │
 *   caught by a library    FatalErrorsInLog ───┘        └ takes longer than 2 s: halt
 * </pre>
 *
 * <p>The process is halted, not exited: {@code System.exit} waits for shutdown hooks, which wait
 * for event loops, one of which may be the caller. Thread-safe; any thread.
 */
public final class FatalErrors {
  /** The exit code of the process. */
  public static final int EXIT_CODE = 3;

  private static final Logger LOG = Logger.getLogger(FatalErrors.class);
  private static final long MAX_LOGGING_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int MAX_CAUSES = 16;
  private static final int FRAMES_LOGGED = 3;

  /** Allocated in advance, because the heap may be full. */
  private static final byte[] NOT_LOGGED =
      "framelog: an error ends the process, and it could not be logged\n"
          .getBytes(StandardCharsets.UTF_8);

  private static final AtomicBoolean ENDING = new AtomicBoolean();
  private static final IntConsumer HALT = Runtime.getRuntime()::halt;
  private static volatile IntConsumer halt = HALT;
  private static final Thread HALTER = halter();

  private FatalErrors() {}

  /** Ends the process on an uncaught error in any thread. To be called first in main. */
  public static void install() {
    Thread.setDefaultUncaughtExceptionHandler(FatalErrors::uncaught);
  }

  /** Ends the process if the failure, or what caused it, is an {@link Error}. */
  public static void endProcessOn(@Nullable Throwable failure) {
    Error error = errorIn(failure);
    if (error != null) {
      end(error);
    }
  }

  /** Wraps a task so that it ends the process if it throws an {@link Error}. */
  public static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Error e) {
        end(e);
        throw e;
      }
    };
  }

  /**
   * Ends the process if the stage fails with an {@link Error}. To be called on the last stage of a
   * chain: a stage passes the failure of its function only to the next stage.
   */
  public static void watch(CompletionStage<?> last) {
    var unused = last.whenComplete((result, failure) -> endProcessOn(failure));
  }

  /**
   * Handles uncaught failures of a thread: ends the process on an {@link Error}, logs anything
   * else.
   */
  public static void uncaught(Thread thread, Throwable failure) {
    endProcessOn(failure);
    LOG.errorf(failure, "thread ended unexpectedly thread=%s", thread.getName());
  }

  /**
   * Replaces the halt of the process, for tests.
   *
   * @param instead called with the exit code
   * @return restores the former behaviour
   */
  public static Runnable replaceHalt(IntConsumer instead) {
    IntConsumer before = halt;
    halt = instead;
    return () -> halt = before;
  }

  /** The error in a failure's chain of causes; null if there is none. */
  static @Nullable Error errorIn(@Nullable Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof Error error) {
        return error;
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static void end(Error error) {
    if (!ENDING.compareAndSet(false, true)) {
      return;
    }
    LockSupport.unpark(HALTER);
    try {
      LOG.fatal(line(error));
    } catch (RuntimeException | Error unable) {
      writeNotLogged();
    } finally {
      haltNow();
    }
  }

  private static String line(Error error) {
    String where =
        Arrays.stream(error.getStackTrace())
            .limit(FRAMES_LOGGED)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(" < "));
    return "an error ends the process: "
        + error.toString().replace('\n', ' ')
        + " exit="
        + EXIT_CODE
        + " thread="
        + Thread.currentThread().getName()
        + " at="
        + where;
  }

  private static void writeNotLogged() {
    try (FileOutputStream stderr = new FileOutputStream(FileDescriptor.err)) {
      stderr.write(NOT_LOGGED);
    } catch (IOException | RuntimeException | Error unable) {
      // Nothing can be logged; the exit code is the only information.
    }
  }

  private static void haltNow() {
    IntConsumer chosen = halt;
    if (chosen != HALT) {
      ENDING.set(false);
    }
    chosen.accept(EXIT_CODE);
  }

  /**
   * Creates the thread that waits for the first error, so that a full heap needs no allocation
   * then.
   */
  private static Thread halter() {
    Thread thread = new Thread(FatalErrors::haltWhenLoggingTakesLong, "framelog-halt");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void haltWhenLoggingTakesLong() {
    while (true) {
      while (!ENDING.get()) {
        LockSupport.park(FatalErrors.class);
      }
      long since = System.nanoTime();
      while (ENDING.get()) {
        long left = MAX_LOGGING_NANOS - (System.nanoTime() - since);
        if (left <= 0) {
          haltNow();
          break;
        }
        LockSupport.parkNanos(left);
      }
    }
  }
}
