package io.framelog.config;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Gives the settings to the services, and to the messaging connector, whose own way of reading
 * {@code kafka.…} would let any client setting through, of two sources that set the same any one
 * win, and expand passwords.
 */
@Singleton
final class KafkaSettingsBeans {
  @Produces
  @Singleton
  static KafkaSettings settings(Config config) {
    return KafkaSettings.from(config);
  }

  /** A channel's own attributes win over these. */
  @Produces
  @Singleton
  @Identifier("default-kafka-broker")
  static Map<String, Object> ofChannels(
      KafkaSettings settings,
      @ConfigProperty(name = "quarkus.application.name", defaultValue = "framelog")
          String application) {
    Map<String, Object> values = new HashMap<>(settings.values());
    // Nothing is committed; the connector would make one up, and say so.
    values.put("group.id", application);
    // The connector logs what it was given, at debug.
    return new AbstractMap<>() {
      @Override
      public Set<Entry<String, Object>> entrySet() {
        return values.entrySet();
      }

      @Override
      public String toString() {
        return settings.toString();
      }
    };
  }
}
