package io.framelog.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs publishers of three containers and verifying viewers under one random failure after the
 * other. Each failure occurs once before any is repeated. The same seed repeats order and choices.
 */
class SoakMeasurement {
  private static final Duration TIME =
      Duration.ofMinutes(Integer.getInteger("framelog.soak.minutes", 20));
  private static final long SEED = Long.getLong("framelog.soak.seed", System.nanoTime());
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The services' heap, 768 MiB, plus the memory of a JVM, its threads and direct buffers. */
  private static final long MAX_MEBIBYTES = 1_200;

  private final Random random = new Random(SEED);
  private final Map<Failure, List<Recovery>> recoveries = new EnumMap<>(Failure.class);
  private final List<String> violations = new ArrayList<>();

  @Test
  void viewersRecoverFromEveryFailure(@TempDir Path folder) throws Exception {
    long deadline = System.nanoTime() + TIME.toNanos();
    System.out.printf("run: %d min, seed %d%n", TIME.toMinutes(), SEED);
    SoakClips clips = SoakClips.make(folder);
    try (SoakCluster cluster = new SoakCluster(folder.resolve("kafka"))) {
      // An interrupted run must end all processes.
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
      Memory memory = new Memory(cluster.processes());
      Scene scene = new Scene(cluster, clips, random);
      try {
        awaitPlaying("all play at first", scene, System.nanoTime());
        Deque<Failure> next = new ArrayDeque<>();
        while (System.nanoTime() < deadline) {
          if (next.isEmpty()) {
            next.addAll(Failure.shuffled(random));
          }
          liveThrough(next.remove(), scene);
          requireAllAlive(cluster);
          memory.look();
          scene.letPass(Duration.ofMillis(1_000 + random.nextInt(3_000)));
        }
      } finally {
        scene.end();
      }
      compareWithTheLog(scene);
      printRecoveries();
      printMemory(memory);
      lookForStackTraces(cluster);
    }
    violations.forEach(violation -> System.out.println("run: VIOLATION " + violation));
    assertThat(violations).isEmpty();
  }

  private void liveThrough(Failure failure, Scene scene) throws Exception {
    failure.prepare(scene);
    awaitPlaying("all play before " + failure, scene, System.nanoTime());
    long failedAt = System.nanoTime();
    failure.inflict(scene);
    long healedAt = System.nanoTime();
    if (awaitPlaying("all play again after " + failure, scene, healedAt)) {
      Recovery recovery = Recovery.of(failure, scene.watching(), failedAt, healedAt);
      recoveries.computeIfAbsent(failure, first -> new ArrayList<>()).add(recovery);
      System.out.printf(
          "run: %-34s plays %5.1f s after its end, longest pause %5.1f s, gaps %s%n",
          failure,
          seconds(recovery.playsAfter()),
          seconds(recovery.longestPause()),
          recovery.gaps());
      recovery.gaps().stream()
          .filter(reason -> !failure.announces().contains(reason))
          .distinct()
          .forEach(reason -> violations.add(failure + ": viewers received a gap, " + reason));
    }
    scene.recovered();
  }

  private boolean awaitPlaying(String what, Scene scene, long since) {
    try {
      Awaitility.await(what)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> Recovery.isComplete(scene.watching(), since));
      return true;
    } catch (ConditionTimeoutException e) {
      String still =
          scene.watching().stream()
              .filter(viewer -> viewer.partsSince(since).size() < Recovery.A_SECOND)
              .map(StayingViewer::stream)
              .collect(Collectors.joining(", "));
      violations.add("not so after " + PATIENCE.toSeconds() + " s: " + what + ", but " + still);
      System.out.println("run: VIOLATION " + violations.get(violations.size() - 1));
      return false;
    }
  }

  private void requireAllAlive(SoakCluster cluster) {
    cluster
        .processes()
        .forEach(
            (name, runs) -> {
              List<RunningProcess> all = runs.get();
              if (!all.get(all.size() - 1).isAlive()) {
                throw new AssertionError(name + " ended:\n" + all.get(all.size() - 1).output());
              }
            });
  }

  private void compareWithTheLog(Scene scene) {
    Map<String, WholeLog> logs = new TreeMap<>();
    int viewers = 0;
    for (StayingViewer viewer : scene.all()) {
      WholeLog log =
          logs.computeIfAbsent(
              viewer.stream(), stream -> WholeLog.read(scene.cluster().bootstrapServers(), stream));
      violations.addAll(
          log.violations("viewer " + ++viewers + " of " + viewer.stream(), viewer.events()));
    }
    logs.forEach(
        (stream, log) -> {
          violations.addAll(log.violations());
          System.out.printf("run: stream %s has %d parts%n", stream, log.size());
        });
  }

  private void printRecoveries() {
    System.out.println(
        "run: | failure | times | plays again, s: median | worst | longest pause, s: median | worst"
            + " | gaps |");
    System.out.println("run: |---|---|---|---|---|---|---|");
    recoveries.forEach(
        (failure, all) -> {
          List<Double> after =
              all.stream().map(each -> seconds(each.playsAfter())).sorted().toList();
          List<Double> pauses =
              all.stream().map(each -> seconds(each.longestPause())).sorted().toList();
          System.out.printf(
              "run: | %s | %d | %.1f | %.1f | %.1f | %.1f | %d |%n",
              failure,
              all.size(),
              after.get(after.size() / 2),
              after.get(after.size() - 1),
              pauses.get(pauses.size() / 2),
              pauses.get(pauses.size() - 1),
              all.stream().mapToInt(each -> each.gaps().size()).sum());
        });
  }

  private void printMemory(Memory memory) {
    memory
        .seen()
        .forEach(
            (name, mebibytes) -> {
              System.out.printf(
                  "run: %s took %d MiB at first, %d at most, %d at the end%n",
                  name, mebibytes[0], mebibytes[1], mebibytes[2]);
              if (mebibytes[1] > MAX_MEBIBYTES) {
                violations.add(name + " took " + mebibytes[1] + " MiB");
              }
            });
  }

  private void lookForStackTraces(SoakCluster cluster) {
    cluster
        .processes()
        .forEach(
            (name, runs) -> {
              for (RunningProcess run : runs.get()) {
                List<String> lines = run.lines();
                for (int i = 1; i < lines.size(); i++) {
                  if (lines.get(i).startsWith("\tat io.framelog.")
                      && !lines.get(i - 1).startsWith("\tat io.framelog.")) {
                    violations.add(name + " logs a stack trace: " + head(lines, i));
                  }
                }
              }
            });
  }

  private static String head(List<String> lines, int at) {
    int first = at;
    while (first > 0 && lines.get(first).startsWith("\tat ")) {
      first--;
    }
    return lines.get(first) + " / " + lines.get(at).strip();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
