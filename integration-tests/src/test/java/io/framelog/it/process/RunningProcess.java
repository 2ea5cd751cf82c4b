package io.framelog.it.process;

import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A program that a test has started, with the lines of its output. */
public final class RunningProcess implements AutoCloseable {
  private final String name;
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private RunningProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.reader = new Thread(this::read, name + "-output");
    reader.setDaemon(true);
    reader.start();
  }

  public static RunningProcess start(String name, List<String> command) {
    return start(name, new ProcessBuilder(command));
  }

  public static RunningProcess start(String name, ProcessBuilder builder) {
    try {
      return new RunningProcess(name, builder.redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " does not start", e);
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("(output ended: " + e.getMessage() + ")");
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  /** Its child processes and their descendants. */
  public Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  public String output() {
    return String.join("\n", lines);
  }

  /** Waits until a line of the output matches. */
  public String awaitLine(Predicate<String> wanted, Duration atMost) {
    Awaitility.await(name + " prints the expected line")
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(50))
        .failFast(
            name + " ended",
            () -> {
              if (!process.isAlive() && lines.stream().noneMatch(wanted)) {
                throw new AssertionError("exit " + process.exitValue() + ":\n" + output());
              }
            })
        .until(() -> lines.stream().anyMatch(wanted));
    return lines.stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Waits until it ends by itself and returns the exit code. */
  public int awaitExit(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        close();
        fail("%s did not end within %s:%n%s", name, atMost, output());
      }
      reader.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
    return process.exitValue();
  }

  /** Freezes it (SIGSTOP): its connections stay open, as when a machine hangs. */
  public void freeze() {
    signal("-STOP");
  }

  /** Continues it after a freeze. */
  public void thaw() {
    signal("-CONT");
  }

  private void signal(String which) {
    try (RunningProcess kill = start("kill", List.of("kill", which, Long.toString(pid())))) {
      if (kill.awaitExit(Duration.ofSeconds(10)) != 0) {
        throw new IllegalStateException("kill " + which + " failed: " + kill.output());
      }
    }
  }

  /** Terminates it (SIGTERM), waits for its end and reads its remaining output. */
  public int terminate(Duration atMost) {
    // Process.destroy would close its output first.
    process.toHandle().destroy();
    return awaitExit(atMost);
  }

  /** Ends it like {@link #close}, for use within a try block that closes it. */
  public void stop() {
    close();
  }

  /** Kills it (SIGKILL), like a crash. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      try {
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
