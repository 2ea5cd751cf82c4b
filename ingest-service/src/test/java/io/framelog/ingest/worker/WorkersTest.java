package io.framelog.ingest.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.worker.WorkerJob;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real workers that are flooded, stopped and killed. */
class WorkersTest {
  private static final WorkerJob TS = WorkerJob.demux("mpegts", 8 << 20);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SLICE = 16 << 10;

  @TempDir static Path folder;
  private static byte[] media = {};

  private final ThreadEventLoop loop = new ThreadEventLoop();
  private final RecordingWorkerListener listener = new RecordingWorkerListener();

  @BeforeAll
  static void encodes() throws Exception {
    Path file = folder.resolve("media.ts");
    Process ffmpeg =
        new ProcessBuilder(
                "ffmpeg -v error -f lavfi -i testsrc2=size=640x480:rate=25 -t 12 -c:v libx264"
                    .concat(" -preset ultrafast -qp 12 -g 25 -pix_fmt yuv420p -f mpegts ")
                    .concat(file.toString())
                    .split(" ", -1))
            .inheritIO()
            .start();
    assertThat(ffmpeg.waitFor(60, TimeUnit.SECONDS)).isTrue();
    media = Files.readAllBytes(file);
    assertThat(media.length).as("bytes to demux").isGreaterThan(4 << 20);
  }

  @AfterEach
  void endsTheLoop() {
    loop.close();
  }

  private Workers workers(int max, Duration stallTimeout, boolean spare) {
    return new Workers(new WorkerSettings(max, PATIENCE, stallTimeout, spare));
  }

  private WorkerProcess start(Workers workers) {
    return workers.start(TS, loop, listener).orElseThrow();
  }

  @Test
  void demuxesAllInputAndEnds() throws Exception {
    try (Workers workers = workers(1, PATIENCE, false)) {
      WorkerProcess worker = start(workers);

      writeAll(worker, 0);
      loop.execute(worker::closeInput);

      assertThat(listener.exit().isOrderly()).as(listener.exit().sentence()).isTrue();
      assertThat(listener.bytes.get()).isGreaterThan(media.length * 9L / 10);
      await().atMost(PATIENCE).until(() -> workers.running() == 0);
    }
  }

  @Test
  void readsABoundedAmountWhileItsOutputIsPausedAndAllAfterwards() throws Exception {
    try (Workers workers = workers(1, Duration.ofSeconds(2), false)) {
      // given a session that has paused the output
      WorkerProcess worker = start(workers);
      loop.execute(worker::pauseOutput);

      // when a publisher sends until it is told to pause
      int sent = writeUntilFull(worker, 0);

      // then a queue, two pipes and FFmpeg's own buffers hold all of it, however long it takes
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(4))
          .until(() -> !listener.isOver() && listener.drained.get() <= sent / SLICE);
      assertThat(sent + refill(worker, sent)).isLessThan(1 << 20);
      assertThat(listener.isOver()).as("a pause is no stall").isFalse();

      // and when it resumes, all that was read is demuxed
      loop.execute(worker::resumeOutput);
      loop.execute(worker::closeInput);
      assertThat(listener.exit().isOrderly()).as(listener.exit().sentence()).isTrue();
    }
  }

  @Test
  void killsAWorkerThatHangs() throws Exception {
    try (Workers workers = workers(1, Duration.ofSeconds(1), false)) {
      WorkerProcess worker = start(workers);
      loop.execute(() -> worker.write(ByteBuffer.wrap(media, 0, SLICE)));
      ProcessHandle process = running();
      await("its first output").atMost(PATIENCE).until(() -> listener.bytes.get() > 0);

      signal("STOP", process);
      writeUntilFull(worker, SLICE);

      assertThat(listener.exit().sentence()).startsWith("it did nothing for 1000 ms");
      await().atMost(PATIENCE).until(() -> workers.running() == 0);
    }
  }

  @Test
  void killsAWorkerThatDoesNotStart() throws Exception {
    // given a process that writes nothing, and a job whose bytes the pipe holds
    WorkerSettings settings = new WorkerSettings(1, Duration.ofSeconds(1), PATIENCE, false);
    CompletableFuture<Void> released = new CompletableFuture<>();
    WorkerProcess worker =
        WorkerProcess.start(
            () -> new ProcessBuilder("sleep", "60").start(),
            TS,
            loop,
            listener,
            settings,
            () -> released.complete(null));
    loop.execute(() -> worker.write(ByteBuffer.wrap(media, 0, SLICE)));

    assertThat(listener.exit().sentence()).isEqualTo("it did not start within 1000 ms");
    assertThat(listener.exit().isOrderly()).isFalse();
    assertThat(released).succeedsWithin(PATIENCE);
  }

  @Test
  void reportsAWorkerThatCrashes() throws Exception {
    try (Workers workers = workers(1, PATIENCE, false)) {
      WorkerProcess worker = start(workers);
      loop.execute(() -> worker.write(ByteBuffer.wrap(media, 0, SLICE)));

      signal("SEGV", running());

      assertThat(listener.exit().isOrderly()).isFalse();
      assertThat(listener.exit().sentence()).startsWith("it ended with code ");
    }
  }

  @Test
  void limitsTheNumberOfWorkers() throws Exception {
    try (Workers workers = workers(1, PATIENCE, false)) {
      WorkerProcess first = start(workers);

      Optional<WorkerProcess> second = workers.start(TS, loop, new RecordingWorkerListener());
      assertThat(second).isEmpty();

      loop.execute(first::kill);
      await().atMost(PATIENCE).until(() -> workers.running() == 0);
      RecordingWorkerListener third = new RecordingWorkerListener();
      workers.start(TS, loop, third).ifPresent(worker -> loop.execute(worker::closeInput));
      assertThat(third.exit().code()).isZero();
    }
  }

  @Test
  void keepsASpareAndKillsItAtTheEnd() throws Exception {
    try (Workers workers = workers(4, PATIENCE, true)) {
      WorkerProcess first = start(workers);
      await("the first and a spare").atMost(PATIENCE).until(() -> children().size() == 2);

      loop.execute(first::kill);
      await("the spare").atMost(PATIENCE).until(() -> children().size() == 1);
    }
    await("none").atMost(PATIENCE).until(() -> children().isEmpty());
  }

  /** Writes as fast as the worker reads. */
  private void writeAll(WorkerProcess worker, int from) {
    int at = from;
    while (at < media.length) {
      at = writeUntilFull(worker, at);
      int seen = listener.drained.get();
      if (at < media.length) {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(2))
            .until(() -> listener.drained.get() > seen || isRoom(worker));
      }
    }
  }

  /** Whether the queue accepts more: an empty piece changes nothing. */
  private boolean isRoom(WorkerProcess worker) {
    return worker.write(ByteBuffer.allocate(0));
  }

  private int refill(WorkerProcess worker, int from) {
    return isRoom(worker) ? writeUntilFull(worker, from) - from : 0;
  }

  /** Writes until the queue is full; returns the position. */
  private int writeUntilFull(WorkerProcess worker, int from) {
    int at = from;
    boolean room = true;
    while (room && at < media.length) {
      int length = Math.min(SLICE, media.length - at);
      room = worker.write(ByteBuffer.wrap(media, at, length));
      at += length;
    }
    return at;
  }

  private static List<ProcessHandle> children() {
    try (Stream<ProcessHandle> all = ProcessHandle.current().children()) {
      return all.filter(ProcessHandle::isAlive)
          .filter(each -> each.info().commandLine().orElse("").contains("WorkerMain"))
          .toList();
    }
  }

  private static ProcessHandle running() {
    await("a worker").atMost(PATIENCE).until(() -> children().size() == 1);
    return children().get(0);
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }
}
