package io.framelog.ingest;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What holds for all captures of this machine's devices. */
public interface CaptureConfig {
  /** Captures at a time, those that wait for their device included; 0 to 64. */
  @WithDefault("16")
  int max();

  /**
   * Kinds of device that the control API may start: {@code all}, {@code none}, or some of them,
   * {@code v4l2,alsa}. Whoever reaches the control API may look and listen through them. What is
   * configured here is started in any case.
   */
  @WithDefault("none")
  String apiDevices();

  /** Pause before a capture that failed is tried again; doubled with each failure in a row. */
  @WithDefault("1s")
  Duration retryMin();

  /** The longest of these pauses. */
  @WithDefault("60s")
  Duration retryMax();

  /** One capture: {@code framelog.ingest.captures.<name>.…}. */
  interface Definition {
    /** The stream; the capture's name when absent. */
    Optional<String> stream();

    /** Video device, {@code v4l2:/dev/video0}; absent for sound alone. */
    Optional<String> video();

    /** Audio device, {@code pulse:default}; absent for a picture alone. */
    Optional<String> audio();

    /** Size of the picture, {@code 1280x720}; the device's own when absent. */
    Optional<String> size();

    /** Frames a second the device is asked for; its own choice when absent, 30 for screens. */
    Optional<Integer> frameRate();

    /** Pixel format or codec the device is asked for, {@code mjpeg}. */
    Optional<String> inputFormat();

    /** Video encoder. */
    @WithDefault("h264")
    String videoCodec();

    /** Bits a second; what fits the picture's size when absent. */
    Optional<Integer> videoBitrate();

    /** Time between keyframes; 100 ms to 10 s. */
    @WithDefault("1s")
    Duration keyframeInterval();

    /** Audio encoder, {@code aac} or {@code opus}. */
    @WithDefault("aac")
    String audioCodec();

    /** Bits a second. */
    @WithDefault("128000")
    int audioBitrate();

    /** Samples a second the audio device is asked for. */
    @WithDefault("48000")
    int sampleRate();

    /** 1 or 2. */
    @WithDefault("2")
    int channels();
  }
}
