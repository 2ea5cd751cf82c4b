package io.framelog.log;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Describes why a text is not a {@link StreamId}, and the nearest valid name. Only the text before
 * the first of {@code ? & = # ;} is examined and repeated, because a key may follow.
 *
 * @param problem printable ASCII, at most about 100 characters
 * @param nearest a valid name; null if no character of the text may occur in one
 */
public record InvalidName(String problem, @Nullable String nearest) {
  private static final int CHARACTERS_NAMED = 4;

  /** Characters of a text that are examined: a title may have a megabyte. */
  private static final int LOOKED_AT = 1000;

  /** Describes a text that is not a valid name. */
  public static InvalidName of(String name) {
    String shown = beforeKey(name);
    return new InvalidName(problem(name, shown), nearest(shown).orElse(null));
  }

  /** The problem, the nearest valid name, and what is expected; printable ASCII. */
  public String text() {
    return problem
        + (nearest == null ? "" : "; the nearest valid name is " + nearest)
        + "; expected "
        + StreamId.EXPECTED;
  }

  private static String beforeKey(String name) {
    int end = 0;
    int most = Math.min(name.length(), LOOKED_AT);
    while (end < most && "?&=#;".indexOf(name.charAt(end)) < 0) {
      end++;
    }
    return name.substring(0, end);
  }

  private static String problem(String name, String shown) {
    Set<String> wrong = new LinkedHashSet<>();
    shown.codePoints().filter(c -> c != '/' && !isAllowed(c)).forEach(c -> wrong.add(described(c)));
    if (shown.length() < Math.min(name.length(), LOOKED_AT)) {
      wrong.add(described(name.charAt(shown.length())));
    }
    if (!wrong.isEmpty()) {
      return wrong.stream().limit(CHARACTERS_NAMED).collect(Collectors.joining(", "))
          + (wrong.size() > CHARACTERS_NAMED ? " and others" : "")
          + (wrong.size() == 1 ? " is not allowed" : " are not allowed");
    }
    return shape(shown);
  }

  /** The problem of a name whose characters are all allowed. */
  private static String shape(String name) {
    if (name.isEmpty()) {
      return "the name is empty";
    }
    String[] segments = name.split("/", -1);
    if (Arrays.stream(segments).anyMatch(String::isEmpty)) {
      return "a segment is empty";
    }
    if (segments.length > StreamId.SEGMENTS) {
      return "the name has " + segments.length + " segments";
    }
    for (String segment : segments) {
      if (!isAlphanumeric(segment.charAt(0))) {
        return segment.charAt(0) + " is not allowed at the start of a segment";
      }
      if (segment.length() > StreamId.MAX_SEGMENT) {
        return "a segment has " + segment.length() + " characters";
      }
    }
    return "the name has " + name.length() + " characters, expected at most " + StreamId.MAX;
  }

  private static Optional<String> nearest(String name) {
    // Removes accents; characters of other scripts are replaced below.
    String plain = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    List<String> segments = new ArrayList<>();
    for (String segment : plain.split("/", -1)) {
      String valid =
          segment.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^[_-]+", "").replaceAll("-+$", "");
      if (!valid.isEmpty()) {
        segments.add(valid);
      }
    }
    if (segments.size() > StreamId.SEGMENTS) {
      List<String> rest = segments.subList(StreamId.SEGMENTS - 1, segments.size());
      String joined = String.join("-", rest);
      rest.clear();
      segments.add(joined);
    }
    String joined =
        segments.stream()
            .map(segment -> truncated(segment, StreamId.MAX_SEGMENT))
            .collect(Collectors.joining("/"));
    String valid = truncated(joined, StreamId.MAX);
    return valid.isEmpty() ? Optional.empty() : Optional.of(valid);
  }

  private static String truncated(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  private static boolean isAllowed(int c) {
    return isAlphanumeric(c) || c == '_' || c == '-';
  }

  private static boolean isAlphanumeric(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static String described(int c) {
    if (c == ' ') {
      return "space";
    }
    return c > 0x20 && c < 0x7f ? Character.toString(c) : String.format(Locale.ROOT, "U+%04X", c);
  }
}
