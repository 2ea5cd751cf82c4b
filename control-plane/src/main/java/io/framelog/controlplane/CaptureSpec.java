package io.framelog.controlplane;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.framelog.log.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a capture. For absent ones, the node uses the device's size and rate, and the
 * defaults.
 *
 * @param name unique on its node; in the form of a stream id
 * @param stream stream id
 * @param video video device, see {@link CaptureDevice}; absent for audio only
 * @param audio audio device; absent for video only
 * @param size of a frame, {@code 1280x720}, 16 to 7680 by 16 to 4320, even
 * @param frameRate frames a second requested from the device, 1..240
 * @param inputFormat pixel format or codec requested from the device: {@code mjpeg}, {@code
 *     yuyv422}
 * @param videoCodec one of {@link #VIDEO_CODECS}
 * @param videoBitrate bits a second, 50,000..100,000,000
 * @param keyframeMillis between keyframes, 100..10,000 ms
 * @param audioCodec {@code aac} or {@code opus}
 * @param audioBitrate bits a second, 8,000..512,000
 * @param sampleRate samples a second requested from the device, 8,000..192,000
 * @param channels 1 or 2
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaptureSpec(
    String name,
    String stream,
    @Nullable String video,
    @Nullable String audio,
    @Nullable String size,
    @Nullable Integer frameRate,
    @Nullable String inputFormat,
    @Nullable String videoCodec,
    @Nullable Integer videoBitrate,
    @Nullable Integer keyframeMillis,
    @Nullable String audioCodec,
    @Nullable Integer audioBitrate,
    @Nullable Integer sampleRate,
    @Nullable Integer channels) {
  /** {@code h264} is x264 where FFmpeg has it, else OpenH264. */
  public static final Set<String> VIDEO_CODECS =
      Set.of(
          "h264",
          "openh264",
          "x264",
          "vp8",
          "vp9",
          "av1",
          "h264-nvenc",
          "hevc-nvenc",
          "av1-nvenc",
          "h264-vaapi",
          "hevc-vaapi",
          "av1-vaapi");

  private static final Set<String> AUDIO_CODECS = Set.of("aac", "opus");
  private static final Pattern SIZE = Pattern.compile("([0-9]{2,4})x([0-9]{2,4})");
  private static final Pattern FORMAT = Pattern.compile("[a-z0-9_]{1,32}");

  public CaptureSpec {
    require(StreamId.isValid(name), "name", name, StreamId.EXPECTED);
    require(StreamId.isValid(stream), "stream", stream, StreamId.EXPECTED);
    if (video == null && audio == null) {
      throw new IllegalArgumentException(
          "neither video nor audio is given, expected a device: v4l2:/dev/video0");
    }
    device("video", video);
    device("audio", audio);
    require(size == null || isSize(size), "size", size, "16x16 to 7680x4320, both even");
    range("frame-rate", frameRate, 1, 240);
    require(
        inputFormat == null || FORMAT.matcher(inputFormat).matches(),
        "input-format",
        inputFormat,
        "a pixel format or codec: mjpeg, yuyv422");
    oneOf("video-codec", videoCodec, VIDEO_CODECS);
    range("video-bitrate", videoBitrate, 50_000, 100_000_000);
    range("keyframe-interval in ms", keyframeMillis, 100, 10_000);
    oneOf("audio-codec", audioCodec, AUDIO_CODECS);
    range("audio-bitrate", audioBitrate, 8_000, 512_000);
    range("sample-rate", sampleRate, 8_000, 192_000);
    range("channels", channels, 1, 2);
  }

  /** Its devices, the video device first. */
  public List<CaptureDevice> devices() {
    List<CaptureDevice> devices = new ArrayList<>();
    if (video != null) {
      devices.add(CaptureDevice.parse(video));
    }
    if (audio != null) {
      devices.add(CaptureDevice.parse(audio));
    }
    return devices;
  }

  private static boolean isSize(String text) {
    var matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    int width = Integer.parseInt(matcher.group(1));
    int height = Integer.parseInt(matcher.group(2));
    return width >= 16
        && width <= 7680
        && height >= 16
        && height <= 4320
        && (width & 1) == 0
        && (height & 1) == 0;
  }

  private static void device(String key, @Nullable String device) {
    if (device != null) {
      try {
        CaptureDevice.parse(device);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(key + " is not valid: " + e.getMessage(), e);
      }
    }
  }

  private static void oneOf(String key, @Nullable String value, Set<String> values) {
    require(value == null || values.contains(value), key, value, "one of " + new TreeSet<>(values));
  }

  private static void range(String key, @Nullable Integer value, int least, int most) {
    require(value == null || (value >= least && value <= most), key, value, least + " to " + most);
  }

  private static void require(boolean ok, String key, @Nullable Object value, String expected) {
    if (!ok) {
      String shown = String.valueOf(value).replaceAll("[^\\x20-\\x7e]", "?");
      throw new IllegalArgumentException(
          key
              + " is "
              + (shown.length() <= 60 ? shown : shown.substring(0, 60) + "...")
              + ", expected "
              + expected);
    }
  }
}
