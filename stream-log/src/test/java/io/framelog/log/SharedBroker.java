package io.framelog.log;

import io.framelog.broker.EmbeddedKafka;
import io.framelog.broker.EmbeddedKafkaSettings;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** One broker for all tests of this JVM; every test uses its own streams. */
public final class SharedBroker {
  private static final EmbeddedKafka BROKER = start();

  private SharedBroker() {}

  private static EmbeddedKafka start() {
    EmbeddedKafka broker = EmbeddedKafka.start(new EmbeddedKafkaSettings(null, 0));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
    return broker;
  }

  public static String bootstrapServers() {
    return BROKER.bootstrapServers();
  }

  public static KafkaConnection connection(String clientId) {
    return new KafkaConnection(bootstrapServers(), clientId);
  }

  static StreamId newStream() {
    return new StreamId("t-" + UUID.randomUUID());
  }

  /** The defaults, except for these keys below {@code framelog.log}. */
  static LogConfig config(Map<String, String> keys) {
    Map<String, String> values = new HashMap<>();
    keys.forEach((key, value) -> values.put("framelog.log." + key, value));
    return new SmallRyeConfigBuilder()
        .withMapping(LogConfig.class)
        .withDefaultValues(values)
        .build()
        .getConfigMapping(LogConfig.class);
  }

  static LogConfig config() {
    return config(Map.of());
  }
}
