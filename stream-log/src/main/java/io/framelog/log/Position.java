package io.framelog.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in a stream's log, {@code <log id>.<offset>}, with which a viewer can continue exactly
 * there on any edge.
 *
 * @param offset offset of the next record, at least 0
 */
public record Position(LogId log, long offset) {
  /** 18 digits are below 2^63. */
  private static final Pattern TEXT = Pattern.compile("([^.]*)\\.(\\d{1,18})");

  public Position {
    if (offset < 0) {
      throw new IllegalArgumentException("offset " + offset + " is negative");
    }
  }

  /**
   * The reverse of {@link #toString()}.
   *
   * @throws IllegalArgumentException when the text is not a position
   */
  public static Position parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("position is not valid, expected <log id>.<offset>");
    }
    return new Position(new LogId(parts.group(1)), Long.parseLong(parts.group(2)));
  }

  @Override
  public String toString() {
    return log + "." + offset;
  }
}
