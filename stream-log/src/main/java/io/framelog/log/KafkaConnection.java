package io.framelog.log;

import io.framelog.config.KafkaSettings;
import org.jspecify.annotations.Nullable;

/**
 * How one part of a process reaches Kafka. Its text form shows no secret.
 *
 * @param settings the process's; they never replace those the log depends on
 * @param clientId node id and purpose; shows in the broker's logs and quotas
 * @param clientRack the rack (zone) this process runs in, so that it reads from the nearest replica
 *     (KIP-392); null when unknown
 */
public record KafkaConnection(
    KafkaSettings settings, String clientId, @Nullable String clientRack) {
  public KafkaConnection(KafkaSettings settings, String clientId) {
    this(settings, clientId, null);
  }

  /** To an open Kafka. */
  public KafkaConnection(String bootstrapServers, String clientId) {
    this(KafkaSettings.plaintext(bootstrapServers), clientId);
  }
}
