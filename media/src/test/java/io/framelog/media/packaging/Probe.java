package io.framelog.media.packaging;

import io.framelog.media.Bytes;
import io.framelog.media.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ffprobe's output for a file: each section's fields, and the bytes of its hex dump. */
record Probe(List<Section> streams, List<Section> packets) {
  record Section(Map<String, String> fields, Bytes data) {
    String text(String name) {
      String value = fields.get(name);
      if (value == null) {
        throw new AssertionError("ffprobe printed no " + name + " but " + fields);
      }
      return value;
    }

    long number(String name) {
      return Long.parseLong(text(name));
    }

    boolean has(String name) {
      return fields.containsKey(name) && !"N/A".equals(fields.get(name));
    }
  }

  static Probe of(Path file) throws IOException, InterruptedException {
    String output =
        Tool.run(
            "ffprobe",
            "-v",
            "error",
            "-show_streams",
            "-show_packets",
            "-show_data",
            file.toString());
    List<Section> streams = new ArrayList<>();
    List<Section> packets = new ArrayList<>();
    Map<String, String> fields = new LinkedHashMap<>();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (String line : output.lines().toList()) {
      switch (line) {
        case "[STREAM]", "[PACKET]" -> {
          fields = new LinkedHashMap<>();
          data.reset();
        }
        case "[/STREAM]" -> streams.add(new Section(fields, Bytes.wrap(data.toByteArray())));
        case "[/PACKET]" -> packets.add(new Section(fields, Bytes.wrap(data.toByteArray())));
        default -> {
          if (line.matches("[0-9a-f]{8}: .*")) {
            String hex = line.substring(10, Math.min(49, line.length())).replace(" ", "");
            data.writeBytes(HexFormat.of().parseHex(hex));
          } else if (line.contains("=")) {
            int at = line.indexOf('=');
            fields.putIfAbsent(line.substring(0, at), line.substring(at + 1));
          }
        }
      }
    }
    return new Probe(streams, packets);
  }
}
