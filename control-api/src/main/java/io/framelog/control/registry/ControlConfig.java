package io.framelog.control.registry;

import io.framelog.config.Checked;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of the control API. Durations may be written {@code 1h} or {@code PT1H}. */
@Checked(by = ControlConfigCheck.class)
@ConfigMapping(prefix = "framelog.control")
public interface ControlConfig {
  /**
   * A stream that has not been published for this long is removed, with its log; at least a minute.
   */
  @WithDefault("PT24H")
  @DurationMin(minutes = 1)
  Duration idleRemoval();

  /** Time from the announcement of an idle stream's removal to the removal; 1 s to 24 h. */
  @WithDefault("PT1M")
  @DurationMin(seconds = 1)
  @DurationMax(hours = 24)
  Duration removalNotice();

  /** The most idle streams that are removed in a minute; 1 to 600. */
  @WithDefault("10")
  @Min(1)
  @Max(600)
  int removalsPerMinute();

  /** How long a removal waits for the publisher's node to end the session; 1 s to 60 s. */
  @WithDefault("PT10S")
  @DurationMin(seconds = 1)
  @DurationMax(seconds = 60)
  Duration endTimeout();

  /** Events that are queued for a slow listener before it is disconnected; 16 to 65536. */
  @WithDefault("1024")
  @Min(16)
  @Max(65_536)
  int eventQueue();

  /**
   * Origins whose pages may use the control API, in addition to its own: separated by commas, as
   * {@code https://ops.example.com}, or {@code *} for any. Programs send no {@code Origin} and are
   * not affected.
   */
  Optional<String> origins();
}
