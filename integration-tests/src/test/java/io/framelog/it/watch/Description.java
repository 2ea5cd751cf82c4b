package io.framelog.it.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framelog.it.process.RunningProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;

/**
 * A description of a file's tracks from {@code ffprobe -show_streams} that is comparable between
 * containers.
 */
public final class Description {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Description() {}

  /** The description of the first track of each kind, {@code video} or {@code audio}. */
  public static Map<String, String> of(Path file) {
    // Debian's ffprobe does not support enhanced FLV.
    String program =
        file.toString().endsWith(".flv")
            ? Loader.load(org.bytedeco.ffmpeg.ffprobe.class)
            : "ffprobe";
    List<String> command =
        List.of(program, "-v", "error", "-show_streams", "-of", "json", file.toString());
    try (RunningProcess probe = RunningProcess.start("ffprobe", command)) {
      if (probe.awaitExit(PATIENCE) != 0) {
        throw new IllegalStateException(probe.output());
      }
      Map<String, String> tracks = new TreeMap<>();
      for (JsonNode stream : JSON.readTree(probe.output()).path("streams")) {
        String kind = stream.path("codec_type").asText();
        tracks.putIfAbsent(kind, kind.equals("video") ? picture(stream) : sound(stream));
      }
      return tracks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String picture(JsonNode stream) {
    JsonNode turn = stream.path("side_data_list").path(0).path("rotation");
    return fields(stream, "codec_name", "profile", "width", "height")
        + stream.path("sample_aspect_ratio").asText("1:1") // pixels are square by default
        + " "
        + fields(stream, "pix_fmt")
        + fields(stream, "color_range", "color_space", "color_transfer", "color_primaries")
        + fields(stream, "r_frame_rate")
        + (turn.isMissingNode() ? "" : "turned " + turn.asInt() + " ")
        + language(stream);
  }

  private static String sound(JsonNode stream) {
    return fields(stream, "codec_name", "profile", "sample_rate", "channels", "channel_layout")
        + language(stream);
  }

  /** A missing and an undetermined language are equal. */
  private static String language(JsonNode stream) {
    return stream.path("tags").path("language").asText("und");
  }

  private static String fields(JsonNode stream, String... names) {
    return List.of(names).stream()
        .map(name -> stream.path(name).asText("-"))
        .collect(Collectors.joining(" ", "", " "));
  }
}
