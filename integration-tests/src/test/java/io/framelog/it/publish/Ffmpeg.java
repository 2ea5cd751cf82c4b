package io.framelog.it.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The installed ffmpeg. Without it, tests fail instead of being skipped. */
public final class Ffmpeg {
  private Ffmpeg() {}

  /** Starts {@code ffmpeg} with these arguments. */
  public static RunningProcess start(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-hide_banner", "-y"));
    command.addAll(arguments);
    return RunningProcess.start("ffmpeg", command);
  }

  /** Runs ffmpeg to its end without error messages and returns the output. */
  public static List<String> run(Duration atMost, List<String> arguments) {
    List<String> quiet = new ArrayList<>(List.of("-v", "error"));
    quiet.addAll(arguments);
    try (RunningProcess process = start(quiet)) {
      int exit = process.awaitExit(atMost);
      assertThat(exit).as("ffmpeg %s%n%s", arguments, process.output()).isZero();
      return process.lines();
    }
  }

  /** Decodes a whole file; fails on any message. */
  public static void assertDecodes(Path file) {
    List<String> messages =
        run(Duration.ofMinutes(1), List.of("-xerror", "-i", file.toString(), "-f", "null", "-"));
    assertThat(messages).as("messages of decoding %s", file).isEmpty();
  }

  /** Creates a file to publish unchanged. */
  public static Path make(Path file, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.add(file.toString());
    run(Duration.ofMinutes(2), all);
    return file;
  }
}
