package io.framelog.it.soak;

import io.framelog.it.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Resident memory of the processes of a run, from Linux' {@code /proc}. */
final class Memory {
  private static final String RESIDENT = "VmRSS:";

  private final Map<String, Supplier<List<RunningProcess>>> processes;
  private final Map<String, long[]> mebibytes = new LinkedHashMap<>();

  Memory(Map<String, Supplier<List<RunningProcess>>> processes) {
    this.processes = processes;
  }

  /** Measures all running processes. */
  void look() {
    processes.forEach(
        (name, runs) -> {
          List<RunningProcess> all = runs.get();
          long now = resident(all.get(all.size() - 1).pid());
          if (now > 0) {
            long[] seen = mebibytes.computeIfAbsent(name, first -> new long[] {now, now, now});
            seen[1] = Math.max(seen[1], now);
            seen[2] = now;
          }
        });
  }

  /** 0 for a process that has ended meanwhile. */
  private static long resident(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  /** By process: first, largest and last measurement, MiB. */
  Map<String, long[]> seen() {
    return mebibytes;
  }
}
