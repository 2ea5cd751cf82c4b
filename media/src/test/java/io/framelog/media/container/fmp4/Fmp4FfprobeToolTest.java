package io.framelog.media.container.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.SentTimes;
import io.framelog.media.Track;
import io.framelog.media.container.EventListing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares our parsing of the samples with ffprobe's, packet by packet. */
class Fmp4FfprobeToolTest {
  static List<Mp4Sample> samples() {
    // ffprobe joins the two headers of a restart; the listing covers the part after it.
    return Mp4Sample.all().stream().filter(s -> !s.name().equals("restarted")).toList();
  }

  /** A packet in both tools' output, in the track's ticks. */
  record Packet(long pts, long dts, int size, boolean key) {}

  @ParameterizedTest
  @MethodSource("samples")
  void readsTheSamePacketsAsFfprobe(Mp4Sample sample, @TempDir Path folder) throws Exception {
    EventListing ours = sample.parse();
    int index = 0;
    for (Track track : ours.tracks()) {
      List<Packet> expected = onTime(ffprobe(sample.file(), index++, folder));
      List<Packet> read =
          ours.samples().stream()
              .filter(s -> s.trackId() == track.id())
              .map(s -> new Packet(s.pts() + delay(sample), s.dts(), s.size(), s.sync()))
              .toList();

      assertThat(read).as("track %d", track.id()).isNotEmpty().isEqualTo(expected);
    }
  }

  private static List<Packet> onTime(List<Packet> written) {
    long[] late = SentTimes.lateness(written.stream().mapToLong(Packet::dts).toArray(), 0);
    return IntStream.range(0, late.length)
        .mapToObj(
            i -> {
              Packet packet = written.get(i);
              return new Packet(
                  packet.pts() - late[i], packet.dts() - late[i], packet.size(), packet.key());
            })
        .toList();
  }

  /**
   * With negative composition offsets, ffprobe delays presentation so that none is negative: by one
   * frame of 512 ticks for the reordering of two B-frames. We read the times unchanged.
   */
  private static long delay(Mp4Sample sample) {
    return sample.name().equals("negative-cts") ? 512 : 0;
  }

  private static List<Packet> ffprobe(Path file, int stream, Path folder)
      throws IOException, InterruptedException {
    Path output = folder.resolve("packets-" + stream);
    Process ffprobe =
        new ProcessBuilder(
                "ffprobe",
                "-v",
                "error",
                "-select_streams",
                String.valueOf(stream),
                "-show_entries",
                "packet=pts,dts,size,flags",
                "-of",
                "csv=p=0",
                file.toString())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(ffprobe.waitFor(30, TimeUnit.SECONDS)).as("ffprobe ends").isTrue();
    assertThat(ffprobe.exitValue()).isZero();
    return Files.readAllLines(output, StandardCharsets.UTF_8).stream()
        .filter(line -> !line.isBlank())
        .map(line -> packet(line.split(",")))
        .toList();
  }

  private static Packet packet(String[] fields) {
    return new Packet(
        Long.parseLong(fields[0]),
        Long.parseLong(fields[1]),
        Integer.parseInt(fields[2]),
        fields[3].startsWith("K"));
  }
}
