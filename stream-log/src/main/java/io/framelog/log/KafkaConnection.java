package io.framelog.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a process reaches Kafka.
 *
 * @param bootstrapServers {@code host:port[,host:port]}
 * @param clientId node id and purpose; shows in the broker's logs and quotas
 * @param clientRack the rack (zone) this process runs in, so that it reads from the nearest replica
 *     (KIP-392); null when unknown
 * @param properties further client properties, such as {@code security.protocol}; they never
 *     replace those the log depends on
 */
public record KafkaConnection(
    String bootstrapServers,
    String clientId,
    @Nullable String clientRack,
    Map<String, String> properties) {
  public KafkaConnection {
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException(
          "kafka.bootstrap.servers is empty, expected host:port[,host:port]");
    }
    properties = Map.copyOf(properties);
  }

  public KafkaConnection(String bootstrapServers, String clientId) {
    this(bootstrapServers, clientId, null, Map.of());
  }
}
