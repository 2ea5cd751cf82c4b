package io.framelog.media.container.mkv;

import java.util.Locale;
import java.util.MissingResourceException;
import java.util.regex.Pattern;

/** The language of a track, from its tag, which takes precedence, or its code. */
final class TrackLanguage {
  private static final Pattern CODE = Pattern.compile("[a-z]{3}(?![a-zA-Z])");
  private static final String UNDETERMINED = "und";

  /** The default value, RFC 9559 §5.1.4.1.19. */
  private String code = "eng";

  private boolean tagged;

  /** Language, RFC 9559 §5.1.4.1.19. */
  void code(String value) {
    if (!tagged) {
      code = CODE.matcher(value).lookingAt() ? value.substring(0, 3) : UNDETERMINED;
    }
  }

  /** LanguageBCP47, RFC 9559 §5.1.4.1.20. */
  void tag(String value) {
    tagged = true;
    code = codeOf(value);
  }

  /** The ISO 639-2 code of a language tag's language (RFC 5646). */
  private static String codeOf(String tag) {
    try {
      String code = Locale.forLanguageTag(tag).getISO3Language();
      return code.isEmpty() ? UNDETERMINED : code;
    } catch (MissingResourceException e) {
      return UNDETERMINED; // a language without an ISO 639-2 code
    }
  }

  /** ISO 639-2 code; {@code und} when unknown. */
  String code() {
    return code;
  }
}
