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
 * Provides the settings to the services and to the messaging connector. The connector's own reading
 * of {@code kafka.…} would accept any client setting, choose arbitrarily between two sources, and
 * expand passwords.
 */
@Singleton
final class KafkaSettingsBeans {
  @Produces
  @Singleton
  static KafkaSettings settings(Config config) {
    return KafkaSettings.from(config);
  }

  /** Defaults of the connector; a channel's own attributes take precedence. */
  @Produces
  @Singleton
  @Identifier("default-kafka-broker")
  static Map<String, Object> ofChannels(
      KafkaSettings settings,
      @ConfigProperty(name = "quarkus.application.name", defaultValue = "framelog")
          String application) {
    Map<String, Object> values = new HashMap<>(settings.values());
    // Not used for commits; without it the connector would generate one and log that.
    values.put("group.id", application);
    // The connector logs this map at debug level.
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
