package io.framelog.worker.demux;

import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVProgram;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.jspecify.annotations.Nullable;

/**
 * Finds the title that a publisher set in a container: title ({@code onMetaData} in FLV, ID3 in
 * MP3), a program's {@code service_name} (the service descriptor of MPEG-TS), a stream's title
 * (Ogg).
 */
final class ContainerNames {
  /** The service name that ffmpeg writes by default. */
  private static final String UNNAMED_SERVICE = "Service01";

  private ContainerNames() {}

  /**
   * The container's title; null when it has none.
   *
   * @param service the service name read from the container's bytes; null to use FFmpeg's
   */
  static @Nullable String title(AVFormatContext context, @Nullable String service) {
    String title = text(context.metadata(), "title");
    if (title == null) {
      title = service;
    }
    for (int i = 0; title == null && i < context.nb_programs(); i++) {
      AVProgram program = context.programs(i);
      byte[] name = value(program.metadata(), "service_name");
      title = name == null ? null : ofService(DvbText.decode(name));
    }
    for (int i = 0; title == null && i < context.nb_streams(); i++) {
      title = text(context.streams(i).metadata(), "title");
    }
    return title;
  }

  /** A service's name; null when it is empty or a default. */
  static @Nullable String ofService(String name) {
    return name.isBlank() || UNNAMED_SERVICE.equals(name) ? null : name;
  }

  private static @Nullable String text(@Nullable AVDictionary metadata, String key) {
    byte[] value = value(metadata, key);
    String text = value == null ? "" : new String(value, StandardCharsets.UTF_8);
    return text.isBlank() ? null : text;
  }

  private static byte @Nullable [] value(@Nullable AVDictionary metadata, String key) {
    AVDictionaryEntry entry = metadata == null ? null : av_dict_get(metadata, key, null, 0);
    return entry == null ? null : entry.value().getStringBytes();
  }
}
