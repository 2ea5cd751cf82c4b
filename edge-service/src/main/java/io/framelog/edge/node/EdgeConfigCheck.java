package io.framelog.edge.node;

import io.framelog.edge.EdgeConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;

/** Stops the start at a value that makes no sense, naming the key and what it expects. */
@Singleton
public class EdgeConfigCheck {
  private static final long LEAST_BYTES = 64 * 1024;

  void onStart(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
      EdgeConfig config) {
    check(config);
  }

  /**
   * @throws IllegalArgumentException with a message for whoever set the value
   */
  static void check(EdgeConfig config) {
    atLeast("viewer-queue", config.viewerQueue());
    atLeast("chunk-cache", config.chunkCache());
    atLeast("loop-queue", config.loopQueue());
    atLeast("linger", config.linger(), Duration.ZERO);
    atLeast("playback-lead", config.playbackLead(), Duration.ofSeconds(1));
    atLeast("moved-jitter", config.movedJitter(), Duration.ZERO);
  }

  private static void atLeast(String key, MemorySize value) {
    if (value.asLongValue() < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "framelog.edge." + key + " is " + value.asLongValue() + " bytes, expected at least 64K");
    }
  }

  private static void atLeast(String key, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "framelog.edge." + key + " is " + value + ", expected at least " + least);
    }
  }
}
