package io.framelog.control;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What an operator set for one stream; a record of {@code framelog.settings}, keyed by stream id.
 *
 * @param exclusive a second publisher is refused while the first one's node lives
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StreamSettings(boolean exclusive) {
  public static final StreamSettings DEFAULT = new StreamSettings(false);
}
