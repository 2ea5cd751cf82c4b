package io.framelog.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framelog.log.LogException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FatalErrorsTest {
  private final Halts halts = new Halts();

  @AfterEach
  void restoreHalt() {
    halts.close();
  }

  @Test
  void anErrorInATaskEndsTheProcess() {
    Runnable task =
        FatalErrors.guarded(
            () -> {
              throw new OutOfMemoryError("Cannot reserve direct buffer memory");
            });

    assertThatThrownBy(task::run).isInstanceOf(OutOfMemoryError.class);

    assertThat(halts.codes()).containsExactly(FatalErrors.EXIT_CODE);
  }

  @Test
  void anExceptionInATaskDoesNot() {
    Runnable task =
        FatalErrors.guarded(
            () -> {
              throw new LogException("Kafka is not available");
            });

    assertThatThrownBy(task::run).isInstanceOf(LogException.class);

    assertThat(halts.codes()).isEmpty();
  }

  @Test
  void anErrorThatCausedAnExceptionEndsTheProcess() {
    FatalErrors.endProcessOn(
        new CompletionException(new LogException("not read", new StackOverflowError())));

    assertThat(halts.codes()).containsExactly(FatalErrors.EXIT_CODE);
  }

  @Test
  void anErrorThatAStagePassesToTheNextOneEndsTheProcess() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    FatalErrors.watch(
        stage.thenApply(
            text -> {
              throw new OutOfMemoryError("heap");
            }));

    stage.complete("done");

    assertThat(halts.codes()).containsExactly(FatalErrors.EXIT_CODE);
  }

  @Test
  void anErrorThatEndsAThreadEndsTheProcess() throws Exception {
    Thread thread =
        new Thread(
            () -> {
              throw new StackOverflowError();
            });
    thread.setUncaughtExceptionHandler(FatalErrors::uncaught);

    thread.start();
    thread.join();

    assertThat(halts.codes()).containsExactly(FatalErrors.EXIT_CODE);
  }

  @Test
  void aTimerDoesNotHideAnError() {
    try (var timer = closing(new WatchedTimer("test-timer"))) {
      var unused =
          timer
              .timer()
              .scheduleWithFixedDelay(
                  () -> {
                    throw new OutOfMemoryError("heap");
                  },
                  0,
                  1,
                  TimeUnit.MILLISECONDS);

      await().untilAsserted(() -> assertThat(halts.codes()).containsExactly(FatalErrors.EXIT_CODE));
    }
  }

  @Test
  void aTimerContinuesWithOtherTasksAfterAnException() {
    try (var timer = closing(new WatchedTimer("test-timer"))) {
      CompletableFuture<String> later = new CompletableFuture<>();
      var unused =
          timer
              .timer()
              .schedule(
                  () -> {
                    throw new IllegalStateException("a task's own fault");
                  },
                  0,
                  TimeUnit.MILLISECONDS);
      var unusedToo = timer.timer().schedule(() -> later.complete("ran"), 1, TimeUnit.MILLISECONDS);

      assertThat(later.join()).isEqualTo("ran");
      assertThat(halts.codes()).isEmpty();
    }
  }

  @Test
  void anErrorThatALibraryCaughtAndLoggedEndsTheProcess() {
    FatalErrorsInLog log = new FatalErrorsInLog();

    log.publish(record(Level.WARNING, new OutOfMemoryError("direct")));

    assertThat(halts.codes()).containsExactly(FatalErrors.EXIT_CODE);
  }

  @Test
  void aMissingOptionalLibraryDoesNotEndTheProcess() {
    FatalErrorsInLog log = new FatalErrorsInLog();

    log.publish(record(Level.WARNING, new UnsatisfiedLinkError("no netty_transport_native")));
    log.publish(record(Level.FINE, new OutOfMemoryError("tried with less")));
    log.publish(record(Level.SEVERE, new LogException("Kafka is not available")));
    log.publish(record(Level.SEVERE, null));

    assertThat(halts.codes()).isEmpty();
  }

  private static LogRecord record(Level level, @Nullable Throwable thrown) {
    LogRecord record = new LogRecord(level, "A task raised an exception");
    record.setThrown(thrown);
    return record;
  }

  private static Closing closing(WatchedTimer timer) {
    return new Closing(timer);
  }

  /** Java 17's executors are not closeable. */
  private record Closing(WatchedTimer timer) implements AutoCloseable {
    @Override
    public void close() {
      timer.shutdownNow();
    }
  }
}
