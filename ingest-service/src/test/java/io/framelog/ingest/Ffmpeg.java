package io.framelog.ingest;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real ffmpeg as a publisher of a test picture. */
public final class Ffmpeg implements AutoCloseable {
  private static final ProcessBuilder.Redirect LOG =
      ProcessBuilder.Redirect.appendTo(new File("target/ffmpeg.log"));

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
    return start(
        new ProcessBuilder(command(seconds, List.of(output)))
            .redirectErrorStream(true)
            .redirectOutput(LOG));
  }

  /**
   * Publishes VP8 in WebM with a keyframe every 13 frames.
   *
   * @param target options of the format or the protocol, and the address
   */
  public static Ffmpeg publishVp8(int seconds, String... target) {
    return publish(seconds, vp8(target));
  }

  /** Encodes the same for the caller to publish, see {@link #bytes()}. */
  public static Ffmpeg encodeVp8(int seconds) {
    return encode(seconds, vp8("pipe:1"));
  }

  /**
   * Encodes for the caller to publish, see {@link #bytes()}.
   *
   * @param output codec and format, and {@code pipe:1}
   */
  public static Ffmpeg encode(int seconds, String... output) {
    return start(new ProcessBuilder(command(seconds, List.of(output))).redirectError(LOG));
  }

  private static String[] vp8(String... target) {
    List<String> output =
        new ArrayList<>(
            List.of("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-g", "13"));
    output.addAll(List.of("-b:v", "300k", "-f", "webm"));
    output.addAll(List.of(target));
    return output.toArray(String[]::new);
  }

  private static List<String> command(int seconds, List<String> output) {
    List<String> command =
        new ArrayList<>(List.of("ffmpeg", "-nostdin", "-loglevel", "error", "-re", "-f", "lavfi"));
    command.addAll(List.of("-i", "testsrc2=size=160x120:rate=25"));
    command.addAll(List.of("-t", String.valueOf(seconds), "-an"));
    command.addAll(output);
    return command;
  }

  private static Ffmpeg start(ProcessBuilder builder) {
    try {
      return new Ffmpeg(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("ffmpeg cannot be started, is it installed?", e);
    }
  }

  /** What it writes to its standard output. */
  public InputStream bytes() {
    return process.getInputStream();
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

  /** Kills ffmpeg; a reader of its output reaches the end. */
  @Override
  public void close() {
    process.toHandle().destroyForcibly(); // Process.destroyForcibly() would close the output
  }
}
