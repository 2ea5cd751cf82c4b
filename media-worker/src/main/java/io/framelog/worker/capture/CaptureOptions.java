package io.framelog.worker.capture;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of a capture, parsed from {@code name=value} arguments. The node has checked the
 * values: a parse error here is a bug.
 *
 * @param video absent for audio only
 * @param audio absent for video only
 * @param width pixels, 0 for the device's default
 * @param height pixels, 0 for the device's default
 * @param frameRate frames a second, 0 for the device's default
 * @param inputFormat pixel format or codec requested from the device
 * @param videoBitrate bits a second, 0 to derive it from the picture's size
 * @param keyframeMillis longest time between keyframes, ms
 * @param audioBitrate bits a second
 * @param sampleRate samples a second requested from the device
 * @param channels 1 or 2
 */
record CaptureOptions(
    @Nullable Device video,
    @Nullable Device audio,
    int width,
    int height,
    int frameRate,
    @Nullable String inputFormat,
    String videoCodec,
    long videoBitrate,
    int keyframeMillis,
    String audioCodec,
    long audioBitrate,
    int sampleRate,
    int channels) {
  private static final Set<String> NAMES =
      Set.of(
          "video",
          "audio",
          "width",
          "height",
          "frame-rate",
          "input-format",
          "video-codec",
          "video-bitrate",
          "keyframe-millis",
          "audio-codec",
          "audio-bitrate",
          "sample-rate",
          "channels");

  static CaptureOptions parse(List<String> arguments) {
    Map<String, String> given = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (equals < 0 || !NAMES.contains(name)) {
        throw new IllegalArgumentException("argument " + name + " is not one of " + NAMES);
      }
      given.put(name, argument.substring(equals + 1));
    }
    String video = given.get("video");
    String audio = given.get("audio");
    if (video == null && audio == null) {
      throw new IllegalArgumentException("neither video nor audio is given");
    }
    return new CaptureOptions(
        video == null ? null : Device.parse(video),
        audio == null ? null : Device.parse(audio),
        number(given, "width", 0),
        number(given, "height", 0),
        number(given, "frame-rate", 0),
        given.get("input-format"),
        given.getOrDefault("video-codec", "h264"),
        number(given, "video-bitrate", 0),
        number(given, "keyframe-millis", 1000),
        given.getOrDefault("audio-codec", "aac"),
        number(given, "audio-bitrate", 128_000),
        number(given, "sample-rate", 48_000),
        number(given, "channels", 2));
  }

  private static int number(Map<String, String> given, String name, int otherwise) {
    String text = given.get(name);
    return text == null ? otherwise : Integer.parseInt(text);
  }
}
