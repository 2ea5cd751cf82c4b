package io.framelog.worker.capture;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Maps the configuration to FFmpeg's options for each kind of device. Only these options reach
 * FFmpeg; users cannot pass others.
 */
final class DeviceOptions {
  /** Frames a second of a screen capture without a configured rate. */
  private static final int SCREEN_RATE = 30;

  /** Length of the audio buffers requested from PulseAudio and DirectShow, ms. */
  private static final int SOUND_PIECE = 20;

  private static final int BYTES_PER_SAMPLE = 2;

  private DeviceOptions() {}

  static Map<String, String> video(Device device, CaptureOptions wanted) {
    Map<String, String> options = new HashMap<>();
    if (device.isGenerator()) {
      return options;
    }
    int rate = wanted.frameRate();
    if (rate == 0 && !device.scheme().equals("v4l2") && !device.scheme().equals("dshow")) {
      rate = SCREEN_RATE;
    }
    if (rate > 0) {
      options.put("framerate", String.valueOf(rate));
    }
    if (wanted.width() > 0) {
      options.put("video_size", wanted.width() + "x" + wanted.height());
    }
    String format = wanted.inputFormat();
    if (format != null) {
      options.put(device.scheme().equals("v4l2") ? "input_format" : "pixel_format", format);
    }
    return options;
  }

  static Map<String, String> audio(Device device, CaptureOptions wanted) {
    Map<String, String> options = new HashMap<>();
    String rate = String.valueOf(wanted.sampleRate());
    String channels = String.valueOf(wanted.channels());
    switch (device.scheme()) {
      case "alsa" -> {
        options.put("sample_rate", rate);
        options.put("channels", channels);
      }
      case "pulse" -> {
        options.put("sample_rate", rate);
        options.put("channels", channels);
        options.put("name", "Framelog");
        // The server's default is 2 s.
        int bytes = wanted.sampleRate() * wanted.channels() * BYTES_PER_SAMPLE * SOUND_PIECE / 1000;
        options.put("fragment_size", String.valueOf(bytes));
      }
      case "dshow" -> {
        options.put("sample_rate", rate);
        options.put("channels", channels);
        options.put("audio_buffer_size", String.valueOf(SOUND_PIECE));
      }
      default -> {}
    }
    return options;
  }

  /** The name to open; some kinds of device need the media type in it. */
  static String nameToOpen(Device device, int mediaType) {
    boolean picture = mediaType == avutil.AVMEDIA_TYPE_VIDEO;
    return switch (device.scheme()) {
      case "dshow" -> (picture ? "video=" : "audio=") + device.name();
      case "avfoundation" -> picture ? device.name() + ":none" : "none:" + device.name();
      default -> device.name();
    };
  }
}
