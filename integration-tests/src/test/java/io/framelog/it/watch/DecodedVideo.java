package io.framelog.it.watch;

import io.framelog.it.publish.Ffmpeg;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Hashes of a file's decoded pictures, to compare an elementary stream in two containers. */
public final class DecodedVideo {
  private DecodedVideo() {}

  /** MD5 of each picture, in presentation order; empty without video. */
  public static List<String> pictures(Path file) {
    return lastFields(
        Ffmpeg.run(
            Duration.ofMinutes(1),
            List.of(
                "-i",
                file.toString(),
                "-map",
                "0:v?",
                "-map",
                "0:a?",
                "-fps_mode",
                "passthrough",
                "-f",
                "framemd5",
                "-")));
  }

  private static List<String> lastFields(List<String> lines) {
    List<String> videoTracks = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("#media_type ") && line.endsWith(": video")) {
        videoTracks.add(line.substring("#media_type ".length(), line.indexOf(':')));
      } else if (!line.startsWith("#") && !line.isBlank()) {
        List<String> fields = Pattern.compile(",\\s*").splitAsStream(line.trim()).toList();
        if (videoTracks.contains(fields.get(0))) {
          hashes.add(fields.get(5));
        }
      }
    }
    return hashes;
  }
}
