package io.framelog.ingest;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of all captures of this machine's devices. */
public interface CaptureConfig {
  long MAX_CAPTURES = 64;
  long MIN_RETRY_MS = 100;
  long MAX_RETRY_HOURS = 1;

  /** Captures at a time, including those that wait for their device; 0 to 64. */
  @WithDefault("16")
  @Min(0)
  @Max(MAX_CAPTURES)
  int max();

  /**
   * Kinds of device that the control API may start: {@code all}, {@code none}, or some of them,
   * {@code v4l2,alsa}. Every client of the control API can see and hear through these devices.
   * Captures that are configured here start in any case.
   */
  @WithDefault("none")
  String apiDevices();

  /** Pause before a failed capture is retried; doubled with each consecutive failure. */
  @WithDefault("1s")
  @DurationMin(millis = MIN_RETRY_MS)
  @DurationMax(hours = MAX_RETRY_HOURS)
  Duration retryMin();

  /** Upper bound of this pause. */
  @WithDefault("60s")
  @DurationMin(millis = MIN_RETRY_MS)
  @DurationMax(hours = MAX_RETRY_HOURS)
  Duration retryMax();

  /** One capture: {@code framelog.ingest.captures.<name>.…}. */
  interface Definition {
    /** The stream; the capture's name when absent. */
    Optional<String> stream();

    /** Video device, {@code v4l2:/dev/video0}; absent for audio only. */
    Optional<String> video();

    /** Audio device, {@code pulse:default}; absent for video only. */
    Optional<String> audio();

    /** Frame size, {@code 1280x720}; the device's default when absent. */
    Optional<String> size();

    /** Frames a second requested from the device; its default when absent, 30 for screens. */
    Optional<Integer> frameRate();

    /** Pixel format or codec requested from the device, {@code mjpeg}. */
    Optional<String> inputFormat();

    /** Video encoder. */
    @WithDefault("h264")
    String videoCodec();

    /** Bits a second; derived from the frame size when absent. */
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

    /** Samples a second requested from the audio device. */
    @WithDefault("48000")
    int sampleRate();

    /** 1 or 2. */
    @WithDefault("2")
    int channels();
  }
}
