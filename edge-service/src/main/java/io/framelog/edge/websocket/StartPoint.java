package io.framelog.edge.websocket;

import io.framelog.log.Position;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a player wants to begin. */
public sealed interface StartPoint {
  /** At the live end. */
  record Live() implements StartPoint {}

  /**
   * Exactly there, as fast as the player takes it: the second half of a broken connection. One that
   * broke long ago goes on at the speed of life.
   */
  record Resume(Position position) implements StartPoint {}

  /** There, at the speed of life. */
  record AtPosition(Position position) implements StartPoint {}

  /** At a time of the ingest nodes' clock, at the speed of life. */
  record AtTime(Instant time) implements StartPoint {}

  /**
   * Reads the query of a request; {@code from} wins over {@code at}.
   *
   * @throws IllegalArgumentException when one cannot be parsed; the message is fit for the player
   */
  static StartPoint ofQuery(@Nullable String from, @Nullable String at, Instant now) {
    if (from != null) {
      return new Resume(Position.parse(from));
    }
    return at == null ? new Live() : ofTarget(at, now);
  }

  /**
   * Reads what {@code seek} and {@code at=} take: ISO 8601 time, negative seconds, or position.
   *
   * @throws IllegalArgumentException when it is none of these; the message is fit for the player
   */
  static StartPoint ofTarget(String at, Instant now) {
    try {
      if (at.startsWith("-")) {
        return secondsBefore(Double.parseDouble(at), now);
      }
      return at.indexOf(':') > 0 ? new AtTime(Instant.parse(at)) : atPosition(at);
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw invalid(e);
    }
  }

  private static StartPoint secondsBefore(double seconds, Instant now) {
    if (!Double.isFinite(seconds)) {
      throw new NumberFormatException("not finite");
    }
    return new AtTime(now.plusMillis(Math.round(seconds * 1000)));
  }

  private static StartPoint atPosition(String at) {
    try {
      return new AtPosition(Position.parse(at));
    } catch (IllegalArgumentException e) {
      throw invalid(e);
    }
  }

  private static IllegalArgumentException invalid(Exception cause) {
    return new IllegalArgumentException(
        "at is not valid, expected an ISO 8601 time, seconds before now as a negative number, or a"
            + " position",
        cause);
  }
}
