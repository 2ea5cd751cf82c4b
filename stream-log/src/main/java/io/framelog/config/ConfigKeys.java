package io.framelog.config;

import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The names of Framelog's keys, as properties and as environment variables.
 *
 * <pre>
 * framelog.edge.viewer-queue     FRAMELOG_EDGE_VIEWER_QUEUE
 *          └┬─┘ └─────┬────┘
 *         group      key: must exist in the group's mapping, if that service is in this process
 * </pre>
 *
 * The services of a cluster may share one configuration, so keys of a service that is not in this
 * process are not checked.
 */
final class ConfigKeys {
  private static final String PREFIX = "framelog.";
  private static final Set<String> GROUPS =
      Set.of("control", "edge", "http", "ingest", "kafka", "log");
  private static final Set<String> WITHOUT_GROUP =
      Set.of("data-dir", "demo", "hosts", "node-id", "rack");

  /** Data directory of {@code ./framelog cluster}; its services inherit the variable. */
  private static final Set<String> OF_THE_SCRIPT = Set.of("FRAMELOG_CLUSTER_DIR");

  private static final Pattern PROFILE = Pattern.compile("^%[^.]+\\.");

  /** Keys by group, of the services in this process. */
  private final Map<String, SortedSet<String>> keys = new TreeMap<>();

  /**
   * @param mappings of the services in this process
   */
  ConfigKeys(Collection<Class<?>> mappings) {
    for (Class<?> mapping : mappings) {
      for (String name : ConfigClass.configClass(mapping).getProperties().keySet()) {
        String[] groupAndKey = name.substring(PREFIX.length()).split("\\.", 2);
        if (groupAndKey.length == 2) {
          keys.computeIfAbsent(groupAndKey[0], group -> new TreeSet<>()).add(groupAndKey[1]);
        }
      }
    }
  }

  /** A sentence for each name that is not a key; empty when all are. */
  Collection<String> complaints(Config config) {
    Set<String> complaints = new LinkedHashSet<>();
    for (ConfigSource source : config.getConfigSources()) {
      boolean environment = source instanceof EnvConfigSource;
      for (String name : source.getPropertyNames()) {
        String plain = PROFILE.matcher(name).replaceFirst("");
        if (environment && isOurs(plain)) {
          complaints.addAll(complaints(plain, ConfigKeys::asVariable));
        } else if (!environment && plain.startsWith(PREFIX)) {
          // Of an environment source these are names that SmallRye derived from variables.
          complaints.addAll(complaints(plain, UnaryOperator.identity()));
        }
      }
    }
    return complaints;
  }

  private static boolean isOurs(String variable) {
    return variable.startsWith(asVariable(PREFIX)) && !OF_THE_SCRIPT.contains(variable);
  }

  /** MicroProfile Config, "Environment Variables Mapping Rules". */
  private static String asVariable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private List<String> complaints(String name, UnaryOperator<String> spelling) {
    String prefix = spelling.apply(PREFIX);
    String rest = name.substring(prefix.length());
    for (String group : GROUPS) {
      String groupPrefix = spelling.apply(group + ".");
      if (rest.startsWith(groupPrefix)) {
        Set<String> known = keys.getOrDefault(group, new TreeSet<>());
        boolean exists =
            known.isEmpty() || contains(known, rest.substring(groupPrefix.length()), spelling);
        return exists ? List.of() : List.of(unknown(name, prefix + groupPrefix, known, spelling));
      }
    }
    if (contains(WITHOUT_GROUP, rest, spelling)) {
      return List.of();
    }
    Set<String> first =
        Stream.concat(GROUPS.stream().map(group -> group + "."), WITHOUT_GROUP.stream())
            .collect(Collectors.toCollection(TreeSet::new));
    return List.of(unknown(name, prefix, first, spelling));
  }

  private static boolean contains(Set<String> known, String asked, UnaryOperator<String> spelling) {
    return known.stream().anyMatch(key -> matches(key, asked, spelling));
  }

  /** A star in a key matches a name that the operator chooses. */
  private static boolean matches(String key, String asked, UnaryOperator<String> spelling) {
    int star = key.indexOf('*');
    if (star < 0) {
      return spelling.apply(key).equals(asked);
    }
    String before = spelling.apply(key.substring(0, star));
    String after = spelling.apply(key.substring(star + 1));
    return asked.length() > before.length() + after.length()
        && asked.startsWith(before)
        && asked.endsWith(after);
  }

  private static String unknown(
      String name, String prefix, Set<String> known, UnaryOperator<String> spelling) {
    return known.stream()
        .map(key -> key.indexOf('*') < 0 ? spelling.apply(key) : key.replace("*", "<name>"))
        .collect(
            Collectors.joining(
                ", ",
                name + " is not a key of Framelog's, expected " + prefix + " and one of ",
                ""));
  }
}
