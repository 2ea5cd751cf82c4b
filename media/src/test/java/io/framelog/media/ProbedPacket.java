package io.framelog.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A packet as read by ffprobe.
 *
 * @param ptsUs presentation time, µs
 * @param dtsUs decode time, µs, if ffprobe has one
 */
public record ProbedPacket(
    String kind, OptionalLong ptsUs, OptionalLong dtsUs, int size, String hash) {
  /** All packets of a file, in file order. */
  public static List<ProbedPacket> of(Path file) throws IOException, InterruptedException {
    String output =
        Tool.run(
            "ffprobe",
            "-v",
            "error",
            "-show_packets",
            "-show_data_hash",
            "md5",
            "-show_entries",
            "packet=codec_type,pts_time,dts_time,size,data_hash",
            "-of",
            "compact=p=0",
            file.toString());
    // Side data splits a packet's line in two.
    List<ProbedPacket> packets = new ArrayList<>();
    for (String line : output.replace("\n|", "|").lines().toList()) {
      Map<String, String> fields = new HashMap<>();
      for (String field : line.split("\\|", -1)) {
        int equals = field.indexOf('=');
        if (equals > 0) {
          fields.putIfAbsent(field.substring(0, equals), field.substring(equals + 1));
        }
      }
      packets.add(
          new ProbedPacket(
              required(fields, "codec_type"),
              micros(fields.get("pts_time")),
              micros(fields.get("dts_time")),
              Integer.parseInt(required(fields, "size")),
              required(fields, "data_hash")));
    }
    return packets;
  }

  private static String required(Map<String, String> fields, String key) {
    return Objects.requireNonNull(fields.get(key), key);
  }

  private static OptionalLong micros(@Nullable String seconds) {
    return seconds == null || seconds.equals("N/A")
        ? OptionalLong.empty()
        : OptionalLong.of(Math.round(Double.parseDouble(seconds) * 1e6));
  }
}
