package io.framelog.edge;

import io.framelog.controlplane.KafkaConnectivity;
import io.framelog.security.web.OriginPolicy;
import io.quarkus.runtime.configuration.MemorySize;
import java.time.Duration;

/** Rejects values that are out of range; the message names the key and the expected range. */
public final class EdgeConfigCheck {
  private static final long MIN_BYTES = 64 * 1024;
  private static final long MIN_READ_BACK = 4 * 1024 * 1024;

  private EdgeConfigCheck() {}

  /**
   * Checks every key.
   *
   * @throws IllegalArgumentException naming the first key that is out of range
   */
  public static void check(EdgeConfig config) {
    atLeast("viewer-queue", config.viewerQueue());
    atLeast("chunk-cache", config.chunkCache());
    config.chunkCacheTotal().ifPresent(total -> atLeast("chunk-cache-total", total));
    atLeast("loop-queue", config.loopQueue());
    within("max-coalesce", config.maxCoalesce(), Duration.ZERO, Duration.ofSeconds(5));
    atLeast("stall-timeout", config.stallTimeout(), Duration.ofSeconds(1));
    atLeast("picture-cache", config.pictureCache());
    atLeast("linger", config.linger(), Duration.ZERO);
    atLeast("playback-lead", config.playbackLead(), Duration.ofSeconds(1));
    atLeast("drain-duration", config.drainDuration(), Duration.ZERO);
    atLeast("moved-grace", config.movedGrace(), Duration.ZERO);
    atLeast("unready-after", config.unreadyAfter(), KafkaConnectivity.AWAY);
    between(
        "hls-part-duration",
        config.hlsPartDuration(),
        Duration.ofMillis(50),
        Duration.ofSeconds(2));
    between("hls-window", config.hlsWindow(), Duration.ofSeconds(24), Duration.ofMinutes(10));
    atLeast("hls-cache", config.hlsCache());
    origins(config);
    if (config.readBack().asLongValue() < MIN_READ_BACK) {
      throw new IllegalArgumentException(
          "framelog.edge.read-back is "
              + config.readBack().asLongValue()
              + " bytes, expected at least 4M");
    }
    if (config.hlsWaiting() < 1) {
      throw new IllegalArgumentException(
          "framelog.edge.hls-waiting is " + config.hlsWaiting() + ", expected at least 1");
    }
  }

  /**
   * The origins whose pages may watch.
   *
   * @throws IllegalArgumentException naming the key when an origin is not valid
   */
  public static OriginPolicy origins(EdgeConfig config) {
    return OriginPolicy.of("framelog.edge.origins", config.origins().orElse(""));
  }

  private static void atLeast(String key, MemorySize value) {
    if (value.asLongValue() < MIN_BYTES) {
      throw new IllegalArgumentException(
          "framelog.edge." + key + " is " + value.asLongValue() + " bytes, expected at least 64K");
    }
  }

  private static void within(String key, Duration value, Duration least, Duration most) {
    atLeast(key, value, least);
    if (value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "framelog.edge." + key + " is " + value + ", expected at most " + most);
    }
  }

  private static void atLeast(String key, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "framelog.edge." + key + " is " + value + ", expected at least " + least);
    }
  }

  private static void between(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "framelog.edge." + key + " is " + value + ", expected " + least + " to " + most);
    }
  }
}
