package io.framelog.benchmarks.ingest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Processor time of several processes between two times, while publishers run.
 *
 * @param seconds between them
 * @param processes processor seconds of the threads of each process, by its name
 */
record Measurement(double seconds, Map<String, List<Map.Entry<String, Double>>> processes) {
  /** Prefixes of the names of the JVM's compiler threads in /proc. */
  private static final List<String> COMPILERS = List.of("C CompilerThre", "Sweeper thread");

  static Measurement take(Map<String, Long> pids, int afterSeconds, int seconds)
      throws InterruptedException {
    TimeUnit.SECONDS.sleep(afterSeconds);
    long start = System.nanoTime();
    Map<String, ThreadTimes> before = new TreeMap<>();
    pids.forEach((name, pid) -> before.put(name, new ThreadTimes(pid)));
    TimeUnit.SECONDS.sleep(seconds);
    Map<String, List<Map.Entry<String, Double>>> taken = new TreeMap<>();
    before.forEach((name, times) -> taken.put(name, times.since()));
    return new Measurement((System.nanoTime() - start) / 1e9, taken);
  }

  /** Processor seconds of a process's threads by name, the largest first. */
  List<Map.Entry<String, Double>> threads(String process) {
    return processes.getOrDefault(process, List.of());
  }

  /** Cores that a process kept busy, without its compiler. */
  double cores(String process) {
    return sum(process, false) / seconds;
  }

  /** Cores that its just-in-time compiler kept busy: 0 after the warm-up. */
  double compilerCores(String process) {
    return sum(process, true) / seconds;
  }

  private double sum(String process, boolean compiler) {
    return threads(process).stream()
        .filter(thread -> COMPILERS.contains(thread.getKey()) == compiler)
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
