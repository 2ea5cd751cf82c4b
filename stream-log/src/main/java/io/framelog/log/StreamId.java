package io.framelog.log;

import java.util.regex.Pattern;

/** The name viewers ask for: {@code [a-z0-9][a-z0-9_-]{0,63}}. */
public record StreamId(String value) {
  private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  public StreamId {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "stream id is not valid, expected 1 to 64 of a-z 0-9 _ - and no _ or - at its start");
    }
  }

  public static boolean isValid(String value) {
    return VALID.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
