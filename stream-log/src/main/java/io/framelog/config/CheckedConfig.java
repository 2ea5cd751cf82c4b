package io.framelog.config;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Reads and validates an operator's configuration before anything is started. */
public final class CheckedConfig {
  private static final Logger LOG = Logger.getLogger(CheckedConfig.class);

  private CheckedConfig() {}

  /**
   * Reads the configuration of the services in this process.
   *
   * @param mappings their {@code @ConfigMapping}s
   * @throws ConfigException naming the keys that do not exist or whose values are not valid
   */
  public static SmallRyeConfig read(Config sources, List<Class<?>> mappings) {
    refuse(new ConfigKeys(mappings).complaints(sources));
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withValidateUnknown(false);
    mappings.forEach(builder::withMapping);
    sources.getConfigSources().forEach(builder::withSources);
    try {
      return builder.build();
    } catch (ConfigValidationException e) {
      throw new ConfigException(sentence(e), e);
    }
  }

  /**
   * Reads the keys and checks their values, including the settings of Kafka's clients. If one is
   * wrong, prints the error to standard error and ends the process with exit code 1.
   *
   * @param check throws {@link IllegalArgumentException} naming the key and the expected value
   */
  @SuppressWarnings("SystemOut") // For the user or supervisor that started the process.
  public static void requireOrExit(
      Config sources, List<Class<?>> mappings, Consumer<SmallRyeConfig> check) {
    try {
      check.accept(read(sources, mappings));
      KafkaSettings kafka = KafkaSettings.checked(sources);
      LOG.debugf("Kafka is %s", kafka);
    } catch (ConfigException | IllegalArgumentException e) {
      System.err.println("framelog: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void refuse(Collection<String> complaints) {
    if (!complaints.isEmpty()) {
      throw new ConfigException(String.join("; ", complaints));
    }
  }

  private static String sentence(ConfigValidationException e) {
    Set<String> problems = new LinkedHashSet<>();
    for (int i = 0; i < e.getProblemCount(); i++) {
      problems.add(readable(e.getProblem(i).getMessage()));
    }
    return String.join("; ", problems);
  }

  /**
   * Rewords a message of SmallRye Config, like {@code SRCFG00039: The config property … threw an
   * Exception whilst …}, for operators.
   */
  public static String readable(String problem) {
    return problem
        .replaceAll("(java\\.\\S+: )?SRCFG\\d+: ", "")
        .replaceFirst(
            "^The config property (\\S+) with the config value \"(.*)\" threw",
            "$1 is $2 and threw")
        .replace(" and threw an Exception whilst being converted ", ", which cannot be read: ");
  }
}
