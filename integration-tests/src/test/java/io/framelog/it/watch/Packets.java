package io.framelog.it.watch;

import io.framelog.it.publish.Ffmpeg;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The packets of a file as a stream copy sees them, by track.
 *
 * @param tracks packets in the file's order, video first
 */
public record Packets(List<Track> tracks) {
  /** Packets of one track and the ticks their times count. */
  public record Track(double secondsPerTick, List<Packet> packets) {}

  /** One packet: times in ticks, size in bytes, MD5 of its data. */
  public record Packet(long dts, long pts, int size, String hash) {}

  /** Reads {@code framemd5} of a stream copy; the file must be without an error. */
  public static Packets of(Path file) {
    List<String> lines =
        Ffmpeg.run(
            Duration.ofSeconds(60),
            List.of(
                "-xerror", "-copyts", "-i", file.toString(), "-map", "0:v?", "-map", "0:a?", "-c",
                "copy", "-f", "framemd5", "-"));
    Map<Integer, Double> ticks = new HashMap<>();
    Map<Integer, List<Packet>> packets = new HashMap<>();
    for (String line : lines) {
      if (line.startsWith("#tb ")) {
        int colon = line.indexOf(':');
        String[] fraction = line.substring(colon + 1).trim().split("/");
        int index = Integer.parseInt(line.substring(4, colon).trim());
        ticks.put(index, Double.parseDouble(fraction[0]) / Double.parseDouble(fraction[1]));
        packets.put(index, new ArrayList<>());
      } else if (!line.startsWith("#") && !line.isBlank()) {
        String[] fields = line.split(",");
        packets
            .get(Integer.parseInt(fields[0].trim()))
            .add(
                new Packet(
                    Long.parseLong(fields[1].trim()),
                    Long.parseLong(fields[2].trim()),
                    Integer.parseInt(fields[4].trim()),
                    fields[5].trim()));
      }
    }
    List<Track> tracks = new ArrayList<>();
    for (int index = 0; index < packets.size(); index++) {
      tracks.add(new Track(ticks.get(index), packets.get(index)));
    }
    return new Packets(tracks);
  }
}
