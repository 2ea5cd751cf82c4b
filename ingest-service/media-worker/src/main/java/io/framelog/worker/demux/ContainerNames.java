package io.framelog.worker.demux;

import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVProgram;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.jspecify.annotations.Nullable;

/**
 * Where containers keep the name a publisher gave: title ({@code onMetaData} in FLV, ID3 in MP3), a
 * program's {@code service_name} (the service descriptor of MPEG-TS), a stream's title (Ogg).
 */
final class ContainerNames {
  /** What ffmpeg calls a service that was given no name. */
  private static final String UNNAMED_SERVICE = "Service01";

  private ContainerNames() {}

  /** The container's title; null when it has none. */
  static @Nullable String title(AVFormatContext context) {
    String title = value(context.metadata(), "title");
    for (int i = 0; title == null && i < context.nb_programs(); i++) {
      AVProgram program = context.programs(i);
      String service = value(program.metadata(), "service_name");
      title = UNNAMED_SERVICE.equals(service) ? null : service;
    }
    for (int i = 0; title == null && i < context.nb_streams(); i++) {
      title = value(context.streams(i).metadata(), "title");
    }
    return title;
  }

  private static @Nullable String value(@Nullable AVDictionary metadata, String key) {
    AVDictionaryEntry entry = metadata == null ? null : av_dict_get(metadata, key, null, 0);
    String value = entry == null ? null : entry.value().getString();
    return value == null || value.isBlank() ? null : value;
  }
}
