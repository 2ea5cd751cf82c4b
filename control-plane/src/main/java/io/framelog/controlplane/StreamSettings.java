package io.framelog.controlplane;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What an operator set for one stream; a record of {@code framelog.settings}, keyed by stream id.
 *
 * @param exclusive a second publisher is refused while the first one's node lives
 * @param limits what its publisher is allowed
 * @param coalesceMs how long edges let its parts wait so that several leave in one write, whatever
 *     their load: 0 (never) to 5,000 ms; absent leaves it to each edge
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamSettings(boolean exclusive, StreamLimits limits, @Nullable Integer coalesceMs) {
  public static final StreamSettings DEFAULT = new StreamSettings(false, StreamLimits.NONE, null);
  private static final int MAX_COALESCE_MS = 5_000;

  /** Absent limits are none. */
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
