package io.framelog.ingest;

import io.framelog.broker.EmbeddedKafka;
import io.framelog.broker.EmbeddedKafkaSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Kafka broker for the application under test, and free ports. */
public class TestBroker implements QuarkusTestResourceLifecycleManager {
  private @Nullable EmbeddedKafka kafka;

  @Override
  public Map<String, String> start() {
    EmbeddedKafka started = EmbeddedKafka.start(EmbeddedKafkaSettings.temporary());
    kafka = started;
    return Map.of(
        "kafka.bootstrap.servers", started.bootstrapServers(),
        "framelog.ingest.tcp.port", "0",
        "framelog.ingest.tcp.host", "127.0.0.1",
        "framelog.ingest.workers.max", "3",
        "quarkus.http.test-port", "0");
  }

  @Override
  public void stop() {
    if (kafka != null) {
      kafka.close();
    }
  }
}
