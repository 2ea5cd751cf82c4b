package io.framelog.it.watch;

import io.framelog.it.publish.Ffmpeg;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The packets of a file, by track, from a stream copy.
 *
 * @param tracks packets in the file's order, video first
 */
public record Packets(List<Track> tracks) {
  /** Packets of one track and the duration of a tick. */
  public record Track(double secondsPerTick, List<Packet> packets) {}

  /** One packet: times in ticks, size in bytes, MD5 of its data. */
  public record Packet(long dts, long pts, int size, String hash) {}

  /** Reads the output of {@code framemd5} for a stream copy; fails on any error in the file. */
  public static Packets of(Path file) {
    List<String> lines =
        Ffmpeg.run(
            Duration.ofMinutes(1),
            List.of(
                "-xerror",
                "-copyts",
                "-i",
                file.toString(),
                "-map",
                "0:v?",
                "-map",
                "0:a?",
                "-c",
                "copy",
                "-f",
                "framemd5",
                "-"));
    List<Track> tracks = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("#tb ")) {
        tracks.add(new Track(secondsPerTick(line), new ArrayList<>()));
      } else if (!line.startsWith("#") && !line.isBlank()) {
        List<String> fields = Pattern.compile(",\\s*").splitAsStream(line.trim()).toList();
        tracks.get(Integer.parseInt(fields.get(0))).packets().add(packet(fields));
      }
    }
    return new Packets(tracks);
  }

  /** From a line {@code #tb <index>: <numerator>/<denominator>}; the indices ascend. */
  private static double secondsPerTick(String line) {
    int slash = line.indexOf('/');
    return Double.parseDouble(line.substring(line.indexOf(':') + 1, slash))
        / Double.parseDouble(line.substring(slash + 1));
  }

  /** Parses track, DTS, PTS, duration, size, hash. */
  private static Packet packet(List<String> fields) {
    return new Packet(
        Long.parseLong(fields.get(1)),
        Long.parseLong(fields.get(2)),
        Integer.parseInt(fields.get(4)),
        fields.get(5));
  }
}
