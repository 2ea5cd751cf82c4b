package io.framelog.log;

import java.util.regex.Pattern;

/**
 * The name of a stream: 1 to 4 segments joined by {@code /}, each {@code
 * [A-Za-z0-9][A-Za-z0-9_-]{0,63}}, together at most {@link #MAX} characters; {@code cam1}, {@code
 * site-a/Door_2}. {@link InvalidName} explains an invalid name.
 */
public record StreamId(String value) {
  /** Longest value, characters: Kafka's 249 for a topic's name without {@code framelog.live.}. */
  public static final int MAX = 235;

  /** Maximum number of segments. */
  public static final int SEGMENTS = 4;

  /** Longest segment, characters. */
  public static final int MAX_SEGMENT = 64;

  /** The rule for names, for messages. */
  public static final String EXPECTED =
      "1 to 4 segments joined by /, each of 1 to 64 of A-Z a-z 0-9 _ - and no _ or - at its start";

  private static final Pattern VALID =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}(/[A-Za-z0-9][A-Za-z0-9_-]{0,63}){0,3}");

  public StreamId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("stream id is not valid: " + InvalidName.of(value).text());
    }
  }

  public static boolean isValid(String value) {
    return value.length() <= MAX && VALID.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
