package io.framelog.it.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.publish.Ffmpeg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The decoded pictures and audio of a viewer's media. */
public final class Decoded {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int COLUMNS = 16;
  private static final int SAMPLE_RATE = 48_000;

  private final Path file;

  private Decoded(Path file) {
    this.file = file;
  }

  /** Decodes a take; fails on any message of the decoder. */
  public static Decoded of(Take take, Path file) {
    try {
      Files.write(file, take.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> complaints =
        Ffmpeg.run(
            PATIENCE,
            List.of(
                "-xerror",
                "-i",
                file.toString(),
                "-fps_mode",
                "passthrough",
                "-enc_time_base",
                "-1",
                "-f",
                "null",
                "-"));
    assertThat(complaints).as("messages of decoding %s", file).isEmpty();
    return new Decoded(file);
  }

  /**
   * The colours of the last picture's left and right halves.
   *
   * @return two values 0xRRGGBB
   */
  public List<Integer> halves() {
    byte[] all =
        raw(
            "-map",
            "0:v",
            "-vf",
            "scale=" + COLUMNS + ":2:flags=neighbor",
            "-fps_mode",
            "passthrough",
            "-pix_fmt",
            "rgb24",
            "-f",
            "rawvideo");
    List<Integer> colours = new ArrayList<>();
    for (int column : List.of(COLUMNS / 4, COLUMNS * 3 / 4)) {
      int at = all.length - 3 * (COLUMNS - column);
      colours.add((all[at] & 0xff) << 16 | (all[at + 1] & 0xff) << 8 | (all[at + 2] & 0xff));
    }
    return colours;
  }

  /** The frequency of the second half of the audio, from its zero crossings. */
  public double hertz() {
    ShortBuffer samples = samples();
    int from = samples.limit() / 2;
    int crossings = 0;
    for (int i = from + 1; i < samples.limit(); i++) {
      if (samples.get(i - 1) < 0 && samples.get(i) >= 0) {
        crossings++;
      }
    }
    return (double) crossings * SAMPLE_RATE / (samples.limit() - from);
  }

  /** Duration of the audio, seconds. */
  public double soundSeconds() {
    return (double) samples().limit() / SAMPLE_RATE;
  }

  private ShortBuffer samples() {
    byte[] all = raw("-map", "0:a", "-ac", "1", "-ar", "" + SAMPLE_RATE, "-f", "s16le");
    return ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
  }

  private byte[] raw(String... options) {
    Path out = file.resolveSibling(file.getFileName() + ".raw");
    List<String> arguments = new ArrayList<>(List.of("-i", file.toString()));
    arguments.addAll(List.of(options));
    arguments.add(out.toString());
    Ffmpeg.run(PATIENCE, arguments);
    try {
      return Files.readAllBytes(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
