package io.framelog.ingest;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real ffmpeg as a publisher of a test picture. */
public final class Ffmpeg implements AutoCloseable {
  private final Process process;

  private Ffmpeg(Process process) {
    this.process = process;
  }

  /**
   * Publishes.
   *
   * @param seconds of test picture, in real time
   * @param output codec, format and address
   */
  public static Ffmpeg publish(int seconds, String... output) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "ffmpeg",
                "-nostdin",
                "-loglevel",
                "error",
                "-re",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=160x120:rate=25",
                "-t",
                String.valueOf(seconds),
                "-an"));
    command.addAll(List.of(output));
    try {
      return new Ffmpeg(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/ffmpeg.log")))
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("ffmpeg cannot be started, is it installed?", e);
    }
  }

  /** Waits for its end. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("ffmpeg still runs");
    }
    return process.exitValue();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
