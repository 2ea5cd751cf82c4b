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
 * {@link CaptureConfig} after its values were checked.
 *
 * @param max captures at a time, 0..64
 * @param apiDevices kinds of device the control API may start
 * @param configured captures that start with the node, each name once
 */
public record CaptureSettings(
    int max,
    Set<String> apiDevices,
    Duration retryMin,
    Duration retryMax,
    List<CaptureSpec> configured) {
  private static final int MAX = 64;
  private static final Duration MIN_RETRY = Duration.ofMillis(100);
  private static final Duration MAX_RETRY = Duration.ofHours(1);

  public CaptureSettings {
    apiDevices = Set.copyOf(apiDevices);
    configured = List.copyOf(configured);
    require(max >= 0 && max <= MAX, "max", max, "0 to " + MAX);
    require(
        retryMin.compareTo(MIN_RETRY) >= 0 && retryMin.compareTo(MAX_RETRY) <= 0,
        "retry-min",
        retryMin,
        "100 ms to 1 hour");
    require(
        retryMax.compareTo(retryMin) >= 0 && retryMax.compareTo(MAX_RETRY) <= 0,
        "retry-max",
        retryMax,
        "retry-min to 1 hour");
    if (configured.size() > max) {
      throw new IllegalArgumentException(
          "framelog.ingest.captures are "
              + configured.size()
              + ", expected at most framelog.ingest.capture.max, which is "
              + max);
    }
  }

  /**
   * Checks an operator's values.
   *
   * @throws IllegalArgumentException naming the key and what it expects
   */
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

  private static Set<String> kinds(String text) {
    if (text.equals("all")) {
      return CaptureDevice.schemes();
    }
    if (text.equals("none")) {
      return Set.of();
    }
    Set<String> kinds = new TreeSet<>(Arrays.asList(text.split(" *, *", -1)));
    require(
        CaptureDevice.schemes().containsAll(kinds),
        "api-devices",
        text,
        "all, none or some of " + CaptureDevice.schemes());
    return kinds;
  }

  private static CaptureSpec spec(String name, CaptureConfig.Definition given) {
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

  private static void require(boolean ok, String key, Object value, String expected) {
    if (!ok) {
      throw new IllegalArgumentException(
          "framelog.ingest.capture." + key + " is " + value + ", expected " + expected);
    }
  }
}
