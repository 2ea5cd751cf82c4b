package io.framelog.control.rest;

import io.framelog.broker.EmbeddedKafka;
import io.framelog.broker.EmbeddedKafkaSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A real broker for the service under test. */
public final class Broker implements QuarkusTestResourceLifecycleManager {
  private static volatile @Nullable EmbeddedKafka running;

  @Override
  public Map<String, String> start() {
    EmbeddedKafka broker = EmbeddedKafka.start(EmbeddedKafkaSettings.temporary());
    running = broker;
    return Map.of(
        "kafka.bootstrap.servers",
        broker.bootstrapServers(),
        "framelog.control.end-timeout",
        "PT2S",
        "framelog.log.drop-grace",
        "PT3S");
  }

  public static String bootstrapServers() {
    return Objects.requireNonNull(running).bootstrapServers();
  }

  @Override
  public void stop() {
    EmbeddedKafka broker = running;
    if (broker != null) {
      broker.close();
      running = null;
    }
  }
}
