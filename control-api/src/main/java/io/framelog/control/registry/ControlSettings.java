package io.framelog.control.registry;

import io.framelog.security.web.OriginPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** {@link ControlConfig} after its values were checked. */
@ApplicationScoped
public class ControlSettings {
  private final ControlConfig config;

  ControlSettings(ControlConfig config) {
    check(config);
    this.config = config;
  }

  /**
   * Checks every key.
   *
   * @throws IllegalArgumentException naming the first key that is out of range
   */
  public static void check(ControlConfig config) {
    expect(
        config.idleRemoval().compareTo(Duration.ofMinutes(1)) >= 0,
        "idle-removal",
        config.idleRemoval(),
        "a duration of at least PT1M");
    expect(
        config.removalNotice().compareTo(Duration.ofSeconds(1)) >= 0
            && config.removalNotice().compareTo(Duration.ofHours(24)) <= 0,
        "removal-notice",
        config.removalNotice(),
        "PT1S to PT24H");
    expect(
        config.removalsPerMinute() >= 1 && config.removalsPerMinute() <= 600,
        "removals-per-minute",
        config.removalsPerMinute(),
        "1 to 600");
    expect(
        config.endTimeout().compareTo(Duration.ofSeconds(1)) >= 0
            && config.endTimeout().compareTo(Duration.ofSeconds(60)) <= 0,
        "end-timeout",
        config.endTimeout(),
        "PT1S to PT60S");
    expect(
        config.eventQueue() >= 16 && config.eventQueue() <= 65_536,
        "event-queue",
        config.eventQueue(),
        "16 to 65536");
    origins(config);
  }

  private static OriginPolicy origins(ControlConfig config) {
    return OriginPolicy.of("framelog.control.origins", config.origins().orElse(""));
  }

  private static void expect(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "framelog.control." + key + " is " + value + ", expected " + expected);
    }
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
