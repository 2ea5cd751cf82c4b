package io.framelog.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The output of {@code ffprobe -show_streams} for each track of a file, by field. */
public final class ProbedStreams {
  private ProbedStreams() {}

  /** The tracks in file order; side data (a display matrix) counts as fields of its track. */
  public static List<Map<String, String>> of(Path file) throws IOException, InterruptedException {
    String output = Tool.run("ffprobe", "-v", "error", "-show_streams", file.toString());
    List<Map<String, String>> streams = new ArrayList<>();
    for (String line : output.lines().toList()) {
      int equals = line.indexOf('=');
      if (line.equals("[STREAM]")) {
        streams.add(new LinkedHashMap<>());
      } else if (equals > 0 && !streams.isEmpty()) {
        streams
            .get(streams.size() - 1)
            .putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return streams;
  }
}
