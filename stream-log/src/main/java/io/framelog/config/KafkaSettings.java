package io.framelog.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jboss.logging.Logger;

/**
 * The connection settings of Kafka, shared by all clients in this process: those of the log, those
 * that create the control topics, and those of the messaging channels.
 *
 * <p>The value of a variable is not expanded, so that a password may contain <code>${</code>; a
 * property is expanded like any other. {@code toString} contains no secrets.
 */
public final class KafkaSettings {
  private static final Logger LOG = Logger.getLogger(KafkaSettings.class);

  /**
   * The setting whose empty value has a meaning: host names are not verified. Other empty values
   * count as not set.
   */
  private static final String MAY_BE_EMPTY =
      SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG;

  private final Map<String, String> values;

  private KafkaSettings(Map<String, String> values) {
    this.values = Map.copyOf(values);
    if (bootstrapServers().isBlank()) {
      throw new ConfigException(
          "kafka.bootstrap.servers is missing, expected host:port[,host:port]");
    }
  }

  /** Settings of a Kafka without authentication and encryption. */
  public static KafkaSettings plaintext(String bootstrapServers) {
    return new KafkaSettings(
        Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
  }

  /**
   * Reads the settings.
   *
   * @throws ConfigException when {@code kafka.bootstrap.servers} is missing
   */
  public static KafkaSettings from(Config config) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String key : KafkaKeys.ofOperators()) {
      value(config, key).ifPresent(value -> values.put(key, value));
    }
    return new KafkaSettings(values);
  }

  /**
   * Reads and validates the settings at a process's start. Logs variables that look like settings
   * but are not.
   *
   * @throws ConfigException naming the key, for settings that operators must not set and for values
   *     that Kafka's clients reject, like an unknown protocol or a missing file
   */
  static KafkaSettings checked(Config config) {
    Set<String> complaints = KafkaKeys.complaints(config);
    if (!complaints.isEmpty()) {
      throw new ConfigException(String.join("; ", complaints));
    }
    KafkaSettings settings = from(config);
    KafkaClientTrial.make(settings);
    Set<String> unknown = KafkaKeys.unknownVariables(config);
    if (!unknown.isEmpty()) {
      LOG.warnf(
          "variables are not settings of Kafka's clients and are ignored: %s",
          String.join(", ", unknown));
    }
    return settings;
  }

  private static Optional<String> value(Config config, String key) {
    String name = KafkaKeys.PREFIX + key;
    for (ConfigSource source : config.getConfigSources()) {
      String raw = source.getValue(name);
      if (raw == null) {
        continue;
      }
      if (raw.isEmpty()) {
        return key.equals(MAY_BE_EMPTY) ? Optional.of(raw) : Optional.empty();
      }
      if (KafkaKeys.isEnvironment(source)) {
        return Optional.of(raw);
      }
      break;
    }
    return config.getOptionalValue(name, String.class);
  }

  /** Values by Kafka's names, without a prefix; may contain secrets. */
  public Map<String, String> values() {
    return values;
  }

  /** {@code host:port[,host:port]}. */
  public String bootstrapServers() {
    return values.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KafkaSettings settings && settings.values.equals(values);
  }

  @Override
  public int hashCode() {
    return Objects.hash(values);
  }

  @Override
  public String toString() {
    return "bootstrap="
        + bootstrapServers()
        + " protocol="
        + values.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT")
        + Optional.ofNullable(values.get(SaslConfigs.SASL_MECHANISM))
            .map(mechanism -> " mechanism=" + mechanism)
            .orElse("");
  }
}
