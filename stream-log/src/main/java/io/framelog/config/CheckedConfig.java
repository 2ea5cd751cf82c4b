package io.framelog.config;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.validation.ValidatorFactory;
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
   * Reads the configuration of the services in this process. If a value cannot be read, the
   * constraints of its mapping are not checked.
   *
   * @param mappings their {@code @ConfigMapping}s, with constraints
   * @throws ConfigException naming all keys that do not exist or whose values are not valid
   */
  public static SmallRyeConfig read(Config sources, List<Class<?>> mappings) {
    Set<String> mistakes = new LinkedHashSet<>(new ConfigKeys(mappings).complaints(sources));
    try (ValidatorFactory factory = ConstraintValidation.factory()) {
      SmallRyeConfigBuilder builder =
          new SmallRyeConfigBuilder()
              .addDefaultInterceptors()
              .addDiscoveredConverters()
              .withValidateUnknown(false)
              .withValidator(new ConstraintValidation(factory.getValidator(), sources));
      mappings.forEach(builder::withMapping);
      sources.getConfigSources().forEach(builder::withSources);
      SmallRyeConfig config = builder.build();
      if (mistakes.isEmpty()) {
        return config;
      }
      throw new ConfigException(joined(mistakes));
    } catch (ConfigValidationException e) {
      addSentences(e, mistakes);
      throw new ConfigException(joined(mistakes), e);
    }
  }

  /**
   * Reads the keys and checks their values, including the settings of Kafka's clients. If any is
   * wrong, prints all errors to standard error and ends the process with exit code 1.
   *
   * @param check of keys without a mapping; throws {@link IllegalArgumentException} naming the key
   *     and the expected value
   */
  @SuppressWarnings("SystemOut") // For the user or supervisor that started the process.
  public static void requireOrExit(
      Config sources, List<Class<?>> mappings, Consumer<Config> check) {
    List<String> mistakes = mistakes(sources, mappings, check);
    if (!mistakes.isEmpty()) {
      System.err.println("framelog: " + joined(mistakes));
      System.exit(1);
    }
  }

  static List<String> mistakes(Config sources, List<Class<?>> mappings, Consumer<Config> check) {
    Mistakes mistakes = new Mistakes();
    mistakes.attempt(() -> read(sources, mappings));
    mistakes.attempt(() -> check.accept(sources));
    mistakes.attempt(
        () -> {
          KafkaSettings kafka = KafkaSettings.checked(sources);
          LOG.debugf("Kafka is %s", kafka);
        });
    return mistakes.sentences();
  }

  private static String joined(Collection<String> mistakes) {
    return String.join("; ", mistakes);
  }

  private static void addSentences(ConfigValidationException e, Set<String> mistakes) {
    for (int i = 0; i < e.getProblemCount(); i++) {
      mistakes.add(readable(e.getProblem(i).getMessage()));
    }
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
