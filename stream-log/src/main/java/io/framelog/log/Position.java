package io.framelog.log;

/**
 * A place in a stream's log, {@code <log id>.<offset>}: all that a viewer needs to go on exactly
 * there on any edge.
 *
 * @param offset the record that comes next, at least 0
 */
public record Position(LogId log, long offset) {
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
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("position is not valid, expected <log id>.<offset>");
    }
    try {
      return new Position(
          new LogId(text.substring(0, dot)), Long.parseUnsignedLong(text.substring(dot + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("position is not valid, expected <log id>.<offset>", e);
    }
  }

  @Override
  public String toString() {
    return log + "." + offset;
  }
}
