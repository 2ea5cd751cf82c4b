package io.framelog.control.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How the control API behaves. Durations may be written {@code 1h} or {@code PT1H}. */
@ConfigMapping(prefix = "framelog.control")
public interface ControlConfig {
  /** A stream that ended so long ago loses its log and its name; at least a minute. */
  @WithDefault("PT24H")
  Duration idleRemoval();

  /** How long a removal waits for the publisher's node to end the session; 1 s to 60 s. */
  @WithDefault("PT10S")
  Duration endTimeout();

  /** Events one slow listener may have waiting before it is disconnected; 16 to 65536. */
  @WithDefault("1024")
  int eventQueue();

  /**
   * Whose pages may use the control API, besides those of its own address: origins separated by
   * commas, as {@code https://ops.example.com}, or {@code *} for any. Programs send no {@code
   * Origin} and are not concerned.
   */
  Optional<String> origins();
}
