package io.framelog.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that docs/operations lists every configuration key with its actual default. */
class OperationsPageTest {
  private static final List<Path> PAGES =
      Stream.of("configure.md", "publish.md")
          .map(page -> Path.of("..", "docs", "operations", page))
          .toList();

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

    Map<String, String> existing = new TreeMap<>();
    for (Class<?> mapping : StartConfig.MAPPINGS) {
      collect(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping, existing);
    }

    assertThat(described).containsOnlyKeys(existing.keySet());
    existing.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            assertThat(described.get(key)).as(key).isEqualTo(value);
          }
        });
  }

  /** Adds each key with its default; the default of an optional key is empty. */
  private static void collect(String prefix, Class<?> mapping, Map<String, String> keys) {
    for (Method member : mapping.getDeclaredMethods()) {
      String key = prefix + "." + hyphenated(member.getName());
      WithDefault value = member.getAnnotation(WithDefault.class);
      if (value != null) {
        keys.put(key, value.value());
      } else if (member.getReturnType() == Optional.class) {
        keys.put(key, "");
      } else if (member.getGenericReturnType() instanceof ParameterizedType map) {
        // The operator chooses the map's keys.
        collect(key + ".<name>", (Class<?>) map.getActualTypeArguments()[1], keys);
      } else {
        collect(key, member.getReturnType(), keys);
      }
    }
  }

  private static String hyphenated(String camelCase) {
    return camelCase.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
