package io.framelog.edge.websocket;

import io.framelog.log.Position;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The point at which a player begins. */
public sealed interface StartPoint {
  /** At the live end. */
  record Live() implements StartPoint {}

  /**
   * Exactly at a position, as fast as the player accepts it: resumes a broken connection. A
   * connection that broke long ago is resumed in real time.
   */
  record Resume(Position position) implements StartPoint {}

  /** At a position, in real time. */
  record AtPosition(Position position) implements StartPoint {}

  /** At a time of the ingest nodes' clock, in real time. */
  record AtTime(Instant time) implements StartPoint {}

  /**
   * Parses the query of a request; {@code from} takes precedence over {@code at}.
   *
   * @throws IllegalArgumentException when a parameter is not valid; the message may be sent to the
   *     player
   */
  static StartPoint ofQuery(@Nullable String from, @Nullable String at, Instant now) {
    if (from != null) {
      return new Resume(Position.parse(from));
    }
    return at == null ? new Live() : ofTarget(at, now);
  }

  /**
   * Parses the target of {@code seek} and {@code at=}: ISO 8601 time, negative seconds, or
   * position.
   *
   * @throws IllegalArgumentException when it is not one of these; the message may be sent to the
   *     player
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
