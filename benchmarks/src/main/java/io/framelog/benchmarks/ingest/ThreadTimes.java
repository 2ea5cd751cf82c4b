package io.framelog.benchmarks.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time of a process by its threads' names without digits. Separates the media path from
 * the just-in-time compiler, whose part vanishes after the warm-up. Linux only.
 */
final class ThreadTimes {
  /** Ticks per second of the times in /proc, the same on all Linux platforms. */
  private static final double TICKS = 100;

  private final Path tasks;
  private final Map<String, Double> before;

  ThreadTimes(long pid) {
    tasks = Path.of("/proc", Long.toString(pid), "task");
    before = read();
  }

  /** Processor seconds of each since then, the largest first. */
  List<Map.Entry<String, Double>> since() {
    Map<String, Double> now = read();
    before.forEach((name, seconds) -> now.merge(name, -seconds, Double::sum));
    return now.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .toList();
  }

  private Map<String, Double> read() {
    Map<String, Double> times = new TreeMap<>();
    try (Stream<Path> threads = Files.list(tasks)) {
      threads.forEach(thread -> add(thread.resolve("stat"), times));
    } catch (IOException e) {
      throw new IllegalStateException("the process has ended, or this is not Linux", e);
    }
    return times;
  }

  private static void add(Path stat, Map<String, Double> times) {
    String line;
    try {
      line = Files.readString(stat);
    } catch (IOException threadEnded) {
      return;
    }
    int nameEnd = line.lastIndexOf(')');
    String name = line.substring(line.indexOf('(') + 1, nameEnd).replaceAll("[0-9]", "");
    String[] fields = line.substring(nameEnd + 2).split(" ", 0);
    double seconds = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    times.merge(name, seconds, Double::sum);
  }
}
