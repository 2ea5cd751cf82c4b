package io.framelog.config;

import io.smallrye.config.EnvConfigSource;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The client settings of Kafka that an operator may set, as {@code kafka.…} or {@code KAFKA_…}.
 *
 * <pre>
 *        producer ∩ consumer ∩ admin             all others
 *   ┌───────────────────┬──────────────┐  ┌───────────────────────┐
 *   │ connection:       │ client.id,   │  │ acks, fetch.max.wait, │
 *   │ security,         │ time-outs    │  │ auto.offset.reset, …  │
 *   │ sasl, ssl, …      │              │  │                       │
 *   └──── accepted ─────┴──────── set by Framelog, refused ───────┘
 * </pre>
 */
final class KafkaKeys {
  static final String PREFIX = "kafka.";
  private static final String VARIABLE_PREFIX = "KAFKA_";

  /** Settings that all clients have and that determine their behaviour in an outage. */
  private static final Set<String> OURS_THOUGH_COMMON =
      Set.of(
          AdminClientConfig.CLIENT_ID_CONFIG,
          AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
          AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
          AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG);

  /** Variables that Kubernetes sets in every pod for a Service named {@code kafka-…}. */
  private static final Pattern OF_A_SERVICE =
      Pattern.compile(
          "KAFKA_(.*_)?(SERVICE_(HOST|PORT(_.*)?)|PORT(_\\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)?)");

  private static final Pattern PROFILE = Pattern.compile("^%[^.]+\\.");

  private static final Set<String> OPERATORS = operators();
  private static final Set<String> ALL = all();

  private KafkaKeys() {}

  private static Set<String> operators() {
    Set<String> names = new TreeSet<>(ProducerConfig.configNames());
    names.retainAll(ConsumerConfig.configNames());
    names.retainAll(AdminClientConfig.configNames());
    names.removeAll(OURS_THOUGH_COMMON);
    return names;
  }

  private static Set<String> all() {
    Set<String> names = new TreeSet<>(ProducerConfig.configNames());
    names.addAll(ConsumerConfig.configNames());
    names.addAll(AdminClientConfig.configNames());
    return names;
  }

  /** Names of the settings that an operator may set, without the prefix. */
  static Set<String> ofOperators() {
    return OPERATORS;
  }

  /** A sentence for each setting that an operator must not set; empty when there is none. */
  static Set<String> complaints(Config config) {
    Set<String> complaints = new LinkedHashSet<>();
    for (ConfigSource source : config.getConfigSources()) {
      for (String found : source.getPropertyNames()) {
        String name = PROFILE.matcher(found).replaceFirst("");
        String key = key(source, name);
        if (key.isEmpty() || OPERATORS.contains(key)) {
          continue;
        }
        if (ALL.contains(key)) {
          complaints.add(name + " is set by Framelog itself, " + expected());
        } else if (!isEnvironment(source)) {
          complaints.add(name + " is not a setting of Kafka's clients, " + expected());
        }
      }
    }
    return complaints;
  }

  private static String expected() {
    return "expected a setting of the connection: kafka.bootstrap.servers, "
        + "kafka.security.protocol, kafka.sasl.…, kafka.ssl.…";
  }

  /**
   * Variables that look like Kafka settings but are not. They are not refused, because other
   * software may have set them.
   */
  static Set<String> unknownVariables(Config config) {
    Set<String> unknown = new TreeSet<>();
    for (ConfigSource source : config.getConfigSources()) {
      for (String name : source.getPropertyNames()) {
        String key = isEnvironment(source) ? key(source, name) : "";
        if (!key.isEmpty() && !ALL.contains(key) && !OF_A_SERVICE.matcher(name).matches()) {
          unknown.add(name);
        }
      }
    }
    return unknown;
  }

  static boolean isEnvironment(ConfigSource source) {
    return source instanceof EnvConfigSource;
  }

  /** Kafka's name of a setting; empty for other names. */
  private static String key(ConfigSource source, String name) {
    if (isEnvironment(source)) {
      // Names with dots are derived from variables by SmallRye.
      return name.startsWith(VARIABLE_PREFIX)
          ? name.substring(VARIABLE_PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.')
          : "";
    }
    return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
  }
}
