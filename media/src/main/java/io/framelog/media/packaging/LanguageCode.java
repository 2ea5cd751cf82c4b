package io.framelog.media.packaging;

import io.framelog.media.Track;
import java.util.regex.Pattern;

/** The language to write into an init segment: always an ISO 639-2 code. */
public final class LanguageCode {
  private static final Pattern ISO_639_2 = Pattern.compile("[a-z]{3}");

  private LanguageCode() {}

  /** Three letters a to z; {@code und} when the track's language is not such a code. */
  public static String of(Track track) {
    return ISO_639_2.matcher(track.language()).matches() ? track.language() : "und";
  }
}
