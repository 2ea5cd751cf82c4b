package io.framelog.edge.poster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framelog.worker.launch.WorkerLauncher;
import io.framelog.worker.picture.PictureAnswer;
import io.framelog.worker.picture.PictureRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PictureWorkerTest {
  private static final PictureRequest NOT_MEDIA = new PictureRequest("mp4", 320, new byte[100]);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<Process> started = new CopyOnWriteArrayList<>();
  private final List<PictureWorker> workers = new ArrayList<>();

  @AfterEach
  void close() {
    workers.forEach(PictureWorker::close);
    started.forEach(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(10)));
    timer.shutdownNow();
  }

  private PictureWorker worker(Duration answer, Duration idle, Callable<Process> launch) {
    PictureWorker worker =
        new PictureWorker(
            () -> {
              Process process = launch.call();
              started.add(process);
              return process;
            },
            new PictureWorker.Settings(Duration.ofSeconds(answer.toSeconds() / 2), answer, idle),
            timer);
    workers.add(worker);
    return worker;
  }

  private static PictureAnswer get(CompletionStage<PictureAnswer> answer) throws Exception {
    return answer.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void oneWorkerAnswersManyRequestsAndIsEndedWhenIdle() throws Exception {
    PictureWorker worker =
        worker(
            Duration.ofSeconds(30), Duration.ofMillis(1500), () -> WorkerLauncher.create().start());
    for (int i = 0; i < 3; i++) {
      assertThat(get(worker.decode(NOT_MEDIA)))
          .isInstanceOfSatisfying(
              PictureAnswer.NotMade.class,
              not -> assertThat(not.sentence()).startsWith("the keyframe is not mp4"));
    }
    assertThat(started).hasSize(1);
    await().until(() -> !started.get(0).isAlive());

    get(worker.decode(NOT_MEDIA));
    assertThat(started).hasSize(2);
  }

  @Test
  void aWorkerThatDiesOrHangsFailsOnlyItsRequest() throws Exception {
    List<List<String>> commands = List.of(List.of("false"), List.of("sleep", "60"));
    PictureWorker worker =
        worker(
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            () -> new ProcessBuilder(commands.get(Math.min(started.size(), 1))).start());
    for (int i = 1; i <= 2; i++) {
      assertThat(get(worker.decode(NOT_MEDIA)))
          .isEqualTo(new PictureAnswer.NotMade("the decoder failed on the keyframe"));
      assertThat(started).hasSize(i);
      await().until(() -> !started.get(started.size() - 1).isAlive());
    }
  }

  @Test
  void requestsBeyondTheQueueAreRefused() {
    PictureWorker worker =
        worker(
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            () -> new ProcessBuilder("sleep", "60").start());
    List<CompletionStage<PictureAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      answers.add(worker.decode(NOT_MEDIA));
    }
    assertThatThrownBy(() -> get(answers.get(39)))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void aWorkerThatDoesNotStartFailsTheRequest() {
    PictureWorker worker =
        worker(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            () -> new ProcessBuilder("/no/such/program").start());
    assertThatThrownBy(() -> get(worker.decode(NOT_MEDIA))).isInstanceOf(ExecutionException.class);
  }
}
