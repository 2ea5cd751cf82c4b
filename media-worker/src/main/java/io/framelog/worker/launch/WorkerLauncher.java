package io.framelog.worker.launch;

import io.framelog.worker.WorkerMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts media workers as child processes with the Java of this process. Thread-safe. */
public final class WorkerLauncher {
  private static final int WARNS_OF_NATIVE_ACCESS = 24;

  private final List<String> command;

  private WorkerLauncher(List<String> command) {
    this.command = List.copyOf(command);
  }

  /**
   * Finds a worker's class path.
   *
   * @throws IllegalStateException when FFmpeg's libraries for this platform are not in this build
   */
  public static WorkerLauncher create() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A worker copies bytes between pipes and native code: it needs little heap, and starts sooner
    // without the optimizing compiler.
    command.addAll(
        List.of(
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xshare:auto"));
    if (Runtime.version().feature() >= WARNS_OF_NATIVE_ACCESS) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    if (NativeLibraryFolders.given()) {
      command.addAll(NativeLibraryFolders.options());
    }
    command.addAll(List.of("-cp", WorkerClassPath.find(), WorkerMain.class.getName()));
    return new WorkerLauncher(command);
  }

  /** Starts a worker, which waits for its job. Takes some milliseconds of the caller's thread. */
  public Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    // The node's own options, for instance a large heap, must not apply to its workers.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    return builder.start();
  }
}
