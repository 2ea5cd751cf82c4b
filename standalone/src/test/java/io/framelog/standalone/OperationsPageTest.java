package io.framelog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.config.Expectation;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that docs/operations lists every key with its actual default and its constraints. */
class OperationsPageTest {
  private static final List<Path> PAGES =
      Stream.of("configure.md", "publish.md")
          .map(page -> Path.of("..", "docs", "operations", page))
          .toList();

  private static final Path VALUES = Path.of("..", "docs", "operations", "values.md");

  /** {@code | `framelog.some.key` | default | meaning |}. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `(framelog\\.\\S+)` \\|([^|]*)\\|", Pattern.MULTILINE);

  @Test
  void thePagesListExactlyTheExistingKeysWithTheirDefaults() throws IOException {
    Map<String, String> described = new TreeMap<>();
    for (Path page : PAGES) {
      Matcher row = ROW.matcher(Files.readString(page));
      while (row.find()) {
        described.put(row.group(1), row.group(2).replace("`", "").strip());
      }
    }

    Map<String, Method> existing = new TreeMap<>();
    for (Class<?> mapping : StartConfig.MAPPINGS) {
      MappingKeys.collect(mapping, existing);
    }

    assertThat(described).containsOnlyKeys(existing.keySet());
    existing.forEach(
        (key, method) -> {
          WithDefault value = method.getAnnotation(WithDefault.class);
          if (value != null) {
            assertThat(described.get(key)).as(key).isEqualTo(value.value());
          }
        });
  }

  @Test
  void thePageOfAcceptedValuesListsTheConstraintsOfEveryKey() throws IOException {
    Map<String, String> described = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(VALUES));
    while (row.find()) {
      described.put(row.group(1), row.group(2).strip());
    }

    Map<String, Method> keys = new TreeMap<>();
    for (Class<?> mapping : StartConfig.MAPPINGS) {
      MappingKeys.collect(mapping, keys);
    }
    Map<String, String> expected = new TreeMap<>();
    keys.forEach(
        (key, method) -> Expectation.of(method).ifPresent(text -> expected.put(key, text)));

    assertThat(described).isEqualTo(expected);
  }
}
