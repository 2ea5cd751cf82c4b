package io.framelog.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What docs/4-operations.md names. Other tests hold its tables to the services' own keys and
 * metrics, so whoever agrees with the page agrees with them.
 */
final class OperationsPage {
  private static final String PAGE = read();

  /** {@code | `framelog.some.key` | default | meaning |}. */
  private static final Pattern KEY =
      Pattern.compile("^\\| `(framelog\\.\\S+)` \\|", Pattern.MULTILINE);

  /** {@code | `framelog_some_metric{label}` | tells |}. */
  private static final Pattern METRIC =
      Pattern.compile("^\\| `(framelog_[a-z_]+)(?:\\{[a-z,]+})?` \\|", Pattern.MULTILINE);

  private OperationsPage() {}

  static Set<String> keys() {
    return all(KEY);
  }

  static Set<String> metrics() {
    return all(METRIC);
  }

  private static Set<String> all(Pattern row) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = row.matcher(PAGE);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String read() {
    try {
      return Files.readString(Path.of("..", "docs", "4-operations.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
