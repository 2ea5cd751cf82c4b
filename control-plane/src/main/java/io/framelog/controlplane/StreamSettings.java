package io.framelog.controlplane;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An operator's settings of one stream; a record of {@code framelog.settings}, keyed by stream id.
 *
 * @param exclusive a second publisher is refused while the first one's node is live
 * @param limits the limits of its publisher
 * @param coalesceMs how long edges delay its parts to send several in one write, whatever their
 *     load: 0 (never) to 5,000 ms; each edge decides when it is absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamSettings(boolean exclusive, StreamLimits limits, @Nullable Integer coalesceMs) {
  public static final StreamSettings DEFAULT = new StreamSettings(false, StreamLimits.NONE, null);
  private static final int MAX_COALESCE_MS = 5_000;

  /** Absent limits are {@link StreamLimits#NONE}. */
  public StreamSettings(
      boolean exclusive, @Nullable StreamLimits limits, @Nullable Integer coalesceMs) {
    if (coalesceMs != null && (coalesceMs < 0 || coalesceMs > MAX_COALESCE_MS)) {
      throw new IllegalArgumentException(
          "coalesceMs is " + coalesceMs + ", expected 0 to " + MAX_COALESCE_MS);
    }
    this.exclusive = exclusive;
    this.limits = limits == null ? StreamLimits.NONE : limits;
    this.coalesceMs = coalesceMs;
  }
}
