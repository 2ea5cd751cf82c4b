package io.framelog.control.registry;

import io.framelog.security.web.OriginPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The values of {@link ControlConfig} and what is derived from them. */
@ApplicationScoped
public class ControlSettings {
  private final ControlConfig config;

  ControlSettings(ControlConfig config) {
    this.config = config;
  }

  /**
   * The origins whose pages may use the control API.
   *
   * @throws IllegalArgumentException naming the key when an origin is not valid
   */
  static OriginPolicy origins(ControlConfig config) {
    return OriginPolicy.of("framelog.control.origins", config.origins().orElse(""));
  }

  /** The origins whose pages may use the control API. */
  public OriginPolicy origins() {
    return origins(config);
  }

  public Duration idleRemoval() {
    return config.idleRemoval();
  }

  public Duration removalNotice() {
    return config.removalNotice();
  }

  /** The pause between two removals of idle streams. */
  public Duration removalPause() {
    return Duration.ofMinutes(1).dividedBy(config.removalsPerMinute());
  }

  public Duration endTimeout() {
    return config.endTimeout();
  }

  public int eventQueue() {
    return config.eventQueue();
  }
}
