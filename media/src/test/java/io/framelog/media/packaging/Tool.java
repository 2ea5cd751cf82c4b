package io.framelog.media.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs ffmpeg and ffprobe; a machine without them fails the test. */
final class Tool {
  private static final int TIMEOUT_SECONDS = 120;

  private Tool() {}

  /** What the tool printed to standard output; it must print nothing to standard error. */
  static List<String> run(Path directory, String tool, List<String> arguments) {
    try {
      Path out = Files.createTempFile(directory, tool, ".out");
      Path err = Files.createTempFile(directory, tool, ".err");
      List<String> command = new ArrayList<>(List.of(tool, "-v", "error"));
      command.addAll(arguments);
      Process process =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      assertThat(ended).as("%s ended in time", command).isTrue();
      String complaints =
          Files.readString(err)
              .lines()
              .filter(line -> !line.startsWith("Svt["))
              .toList()
              .toString();
      assertThat(complaints).as("standard error of %s", command).isEqualTo("[]");
      assertThat(process.exitValue()).as("exit code of %s", command).isZero();
      return Files.readAllLines(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + tool, e);
    }
  }
}
