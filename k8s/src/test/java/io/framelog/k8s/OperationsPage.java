package io.framelog.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys, metrics and rights listed in docs/operations. Other tests compare these tables with the
 * services, so a test against the page is a test against the services.
 */
final class OperationsPage {
  private static final String PAGE = read();

  /** {@code | `framelog.some.key` | default | meaning |}. */
  private static final Pattern KEY =
      Pattern.compile("^\\| `(framelog\\.\\S+)` \\|", Pattern.MULTILINE);

  /** {@code | `framelog_some_metric{label}` | tells |}. */
  private static final Pattern METRIC =
      Pattern.compile("^\\| `(framelog_[a-z_]+)(?:\\{[a-z,]+})?` \\|", Pattern.MULTILINE);

  /** {@code | topics `framelog.live.…` | ingest's | edge's | control API's |}. */
  private static final Pattern RIGHTS =
      Pattern.compile(
          "^\\| (topics? `framelog\\.\\S+`) \\| (.*?) ?\\| (.*?) ?\\| (.*?) ?\\|$",
          Pattern.MULTILINE);

  private OperationsPage() {}

  static Set<String> keys() {
    return all(KEY);
  }

  static Set<String> metrics() {
    return all(METRIC);
  }

  /** A service's rights in a Kafka with ACLs, by topic. */
  static Map<String, String> rights(String service) {
    int column = 2 + List.of("ingest", "edge", "control-api").indexOf(service);
    Map<String, String> found = new TreeMap<>();
    Matcher row = RIGHTS.matcher(PAGE);
    while (row.find()) {
      if (!row.group(column).isEmpty()) {
        found.put(row.group(1), row.group(column));
      }
    }
    return found;
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
      Path folder = Path.of("..", "docs", "operations");
      return Files.readString(folder.resolve("configure.md"))
          + Files.readString(folder.resolve("secure.md"))
          + Files.readString(folder.resolve("observe.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
