package io.framelog.control;

import org.jspecify.annotations.Nullable;

/**
 * What an operator set for one stream; a record of {@code framelog.settings}, keyed by stream id.
 *
 * @param exclusive a second publisher is refused while the first one's node lives
 * @param limits what its publisher is allowed
 */
public record StreamSettings(boolean exclusive, StreamLimits limits) {
  public static final StreamSettings DEFAULT = new StreamSettings(false, StreamLimits.NONE);

  /** Absent limits are none. */
  public StreamSettings(boolean exclusive, @Nullable StreamLimits limits) {
    this.exclusive = exclusive;
    this.limits = limits == null ? StreamLimits.NONE : limits;
  }
}
