package io.framelog.edge.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.frame.ReadBackMemory;
import io.framelog.log.LogException;
import io.framelog.log.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogCallsTest {
  private static final int PIECE = 1000;

  private final FakeLog log = new FakeLog().claim().chunk(3);
  private final ReadBackMemory memory = new ReadBackMemory(PIECE);
  private final LinkedBlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
  private final LogCalls calls = new LogCalls(log, FakeLog.STREAM, memory, loop::add);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final CompletableFuture<String> result = new CompletableFuture<>();
  private final List<String> used = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private void runLoop() {
    for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
      task.run();
    }
  }

  @Test
  void aResultIsUsedOnTheLoop() {
    calls.call(result, used::add, failures::add);

    result.complete("found");

    assertThat(used).isEmpty();
    assertThat(calls.isPending()).isTrue();
    runLoop();
    assertThat(used).containsExactly("found");
    assertThat(calls.isPending()).isFalse();
  }

  @Test
  void aFailureIsPassedWithoutTheExceptionsOfStages() {
    LogException away = new LogException("Kafka is not available");
    calls.call(result, used::add, failures::add);

    result.completeExceptionally(new CompletionException(away));
    runLoop();

    assertThat(failures).containsExactly(away);
    assertThat(calls.isPending()).isFalse();
  }

  @Test
  void onlyTheResultOfTheLatestCallIsUsed() {
    CompletableFuture<String> later = new CompletableFuture<>();
    calls.call(result, used::add, failures::add);
    calls.call(later, used::add, failures::add);

    result.complete("early");
    runLoop();

    assertThat(used).isEmpty();
    assertThat(calls.isPending()).isTrue();
    later.complete("late");
    runLoop();
    assertThat(used).containsExactly("late");
  }

  @Test
  void nothingIsUsedAfterACancellation() {
    calls.call(result, used::add, failures::add);
    result.complete("found");

    calls.cancel();

    assertThat(calls.isPending()).isFalse();
    runLoop();
    assertThat(used).isEmpty();
  }

  @Test
  void theReservationOfAPieceEndsWhenItHasBeenRead() {
    boolean begun =
        calls.readPiece(
            new Position(log.id(), 2),
            PIECE,
            records -> used.add("records from " + records.get(0).offset()),
            failures::add);

    assertThat(begun).isTrue();
    assertThat(memory.used()).isZero();
    runLoop();
    assertThat(used).containsExactly("records from 2");
  }

  @Test
  void withoutMemoryNoCallBegins() {
    memory.reserve(1);

    boolean begun = calls.readPiece(new Position(log.id(), 2), PIECE, records -> {}, failures::add);

    assertThat(begun).isFalse();
    assertThat(calls.isPending()).isFalse();
    assertThat(memory.used()).isEqualTo(1);
  }

  @Test
  void aTaskRunsOnTheLoopAfterItsDelay() throws InterruptedException {
    calls.callAfter(Duration.ofMillis(1), timer, () -> used.add("ran"));

    Runnable task = loop.poll(10, TimeUnit.SECONDS);

    assertThat(task).isNotNull();
    assertThat(calls.isPending()).isTrue();
    task.run();
    assertThat(used).containsExactly("ran");
    assertThat(calls.isPending()).isFalse();
  }

  @Test
  void aTaskIsNotRunWhenACallBeginsWithinItsDelay() throws InterruptedException {
    calls.callAfter(Duration.ofMillis(1), timer, () -> used.add("ran"));
    calls.call(result, used::add, failures::add);

    Runnable task = loop.poll(10, TimeUnit.SECONDS);

    assertThat(task).isNotNull();
    task.run();
    assertThat(used).isEmpty();
  }
}
