package io.framelog.log;

import io.framelog.config.KafkaSettings;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka connection of one service in a process. {@code toString} contains no secrets.
 *
 * @param settings of the process; they never override those that the log depends on
 * @param clientId node id and purpose; used in the broker's logs and quotas
 * @param clientRack the rack (zone) of this process, to read from the nearest replica (KIP-392);
 *     null if unknown
 */
public record KafkaConnection(
    KafkaSettings settings, String clientId, @Nullable String clientRack) {
  public KafkaConnection(KafkaSettings settings, String clientId) {
    this(settings, clientId, null);
  }

  /** A connection without authentication and encryption. */
  public KafkaConnection(String bootstrapServers, String clientId) {
    this(KafkaSettings.plaintext(bootstrapServers), clientId);
  }
}
