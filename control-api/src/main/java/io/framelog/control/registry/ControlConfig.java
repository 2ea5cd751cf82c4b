package io.framelog.control.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How the control API behaves. Durations may be written {@code 1h} or {@code PT1H}. */
@ConfigMapping(prefix = "framelog.control")
public interface ControlConfig {
  /**
   * A stream that nobody has published for so long loses its log and its name; at least a minute.
   */
  @WithDefault("PT24H")
  Duration idleRemoval();

  /** How long before that it is announced, once it has been idle for so long; 1 s to 24 h. */
  @WithDefault("PT1M")
  Duration removalNotice();

  /** Idle streams that are removed in a minute at most; 1 to 600. */
  @WithDefault("10")
  int removalsPerMinute();

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
