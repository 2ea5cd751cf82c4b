package io.framelog.ingest;

import io.framelog.controlplane.CaptureDevice;
import io.framelog.controlplane.CaptureSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@link CaptureConfig}, which were checked before the start.
 *
 * @param max captures at a time
 * @param apiDevices kinds of device the control API may start
 * @param configured captures that start with the node, each name once
 */
public record CaptureSettings(
    int max,
    Set<String> apiDevices,
    Duration retryMin,
    Duration retryMax,
    List<CaptureSpec> configured) {
  public CaptureSettings {
    apiDevices = Set.copyOf(apiDevices);
    configured = List.copyOf(configured);
  }

  /** Reads valid values. */
  public static CaptureSettings from(IngestConfig ingest) {
    CaptureConfig config = ingest.capture();
    return new CaptureSettings(
        config.max(),
        kinds(config.apiDevices()),
        config.retryMin(),
        config.retryMax(),
        ingest.captures().entrySet().stream()
            .map(each -> spec(each.getKey(), each.getValue()))
            .toList());
  }

  /**
   * Reads {@code api-devices}.
   *
   * @throws IllegalArgumentException naming the key and what it expects
   */
  static Set<String> kinds(String text) {
    if (text.equals("all")) {
      return CaptureDevice.schemes();
    }
    if (text.equals("none")) {
      return Set.of();
    }
    Set<String> kinds = new TreeSet<>(Arrays.asList(text.split(" *, *", -1)));
    if (!CaptureDevice.schemes().containsAll(kinds)) {
      throw new IllegalArgumentException(
          "framelog.ingest.capture.api-devices is "
              + text
              + ", expected all, none or some of "
              + CaptureDevice.schemes());
    }
    return kinds;
  }

  /**
   * Reads one capture.
   *
   * @throws IllegalArgumentException naming the key and what it expects
   */
  static CaptureSpec spec(String name, CaptureConfig.Definition given) {
    try {
      return new CaptureSpec(
          name,
          given.stream().orElse(name),
          orNull(given.video()),
          orNull(given.audio()),
          orNull(given.size()),
          orNull(given.frameRate()),
          orNull(given.inputFormat()),
          given.videoCodec(),
          orNull(given.videoBitrate()),
          (int) Math.min(Integer.MAX_VALUE, given.keyframeInterval().toMillis()),
          given.audioCodec(),
          given.audioBitrate(),
          given.sampleRate(),
          given.channels());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "framelog.ingest.captures." + name + ": " + e.getMessage(), e);
    }
  }

  private static <T> @Nullable T orNull(Optional<T> value) {
    return value.orElse(null);
  }
}
