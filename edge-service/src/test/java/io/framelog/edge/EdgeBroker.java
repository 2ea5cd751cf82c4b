package io.framelog.edge;

import io.framelog.broker.EmbeddedKafka;
import io.framelog.broker.EmbeddedKafkaSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A temporary broker for the tests of this module. */
public class EdgeBroker implements QuarkusTestResourceLifecycleManager {
  /** An origin whose pages may watch, besides the edge's own. */
  public static final String FRIEND = "https://friend.example";

  private @Nullable EmbeddedKafka kafka;

  @Override
  public Map<String, String> start() {
    EmbeddedKafka started = EmbeddedKafka.start(EmbeddedKafkaSettings.temporary());
    kafka = started;
    return Map.of(
        "kafka.bootstrap.servers", started.bootstrapServers(), "framelog.edge.origins", FRIEND);
  }

  @Override
  public void stop() {
    if (kafka != null) {
      kafka.close();
    }
  }
}
