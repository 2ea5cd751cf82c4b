package io.framelog.edge;

import io.framelog.broker.EmbeddedKafka;
import io.framelog.broker.EmbeddedKafkaSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A throw-away broker for the tests of this module. */
public class EdgeBroker implements QuarkusTestResourceLifecycleManager {
  private @Nullable EmbeddedKafka kafka;

  @Override
  public Map<String, String> start() {
    EmbeddedKafka started = EmbeddedKafka.start(EmbeddedKafkaSettings.temporary());
    kafka = started;
    return Map.of("kafka.bootstrap.servers", started.bootstrapServers());
  }

  @Override
  public void stop() {
    if (kafka != null) {
      kafka.close();
    }
  }
}
