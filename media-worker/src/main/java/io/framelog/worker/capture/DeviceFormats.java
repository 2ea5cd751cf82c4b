package io.framelog.worker.capture;

import io.framelog.worker.JobException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** Queries the formats that a device offers; FFmpeg reports them through its log. */
final class DeviceFormats {
  private static final int MAX_LINES = 8;

  /** The option that makes a kind of device list its formats instead of opening. */
  private static final Map<String, Map.Entry<String, String>> LISTING =
      Map.of(
          "v4l2", Map.entry("list_formats", "all"),
          "dshow", Map.entry("list_options", "true"));

  private DeviceFormats() {}

  /** Adds the formats that the device offers to a refusal, where the device reports them. */
  static JobException named(
      JobException refusal, Device device, String name, AVInputFormat kind, FfmpegLog log) {
    List<String> offered = offered(device, name, kind, log);
    return offered.isEmpty()
        ? refusal
        : new JobException(
            refusal.kind(), refusal.sentence() + "; it offers " + String.join("; ", offered));
  }

  private static List<String> offered(
      Device device, String name, AVInputFormat kind, FfmpegLog log) {
    Map.Entry<String, String> option = LISTING.get(device.scheme());
    if (option == null) {
      return List.of();
    }
    log.clear();
    AVDictionary options = new AVDictionary(null);
    avutil.av_dict_set(options, option.getKey(), option.getValue(), 0);
    AVFormatContext format = new AVFormatContext(null);
    // Returns "immediate exit" after listing.
    int listed = avformat.avformat_open_input(format, name, kind, options);
    avutil.av_dict_free(options);
    if (listed >= 0) {
      avformat.avformat_close_input(format);
      return List.of();
    }
    return log.lines().stream()
        .map(line -> line.replaceAll("\\s+", " "))
        .filter(line -> line.matches(".*\\d+x\\d+.*"))
        .limit(MAX_LINES)
        .collect(Collectors.toList());
  }
}
