package io.framelog.broker;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the broker keeps its data and listens.
 *
 * @param dataDir kept across restarts; null for a temporary folder that is removed on close
 * @param port on the loopback address; 0 for any free one
 */
public record EmbeddedKafkaSettings(@Nullable Path dataDir, int port) {
  public EmbeddedKafkaSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + ", expected 0 to 65535");
    }
  }

  public EmbeddedKafkaSettings withPort(int other) {
    return new EmbeddedKafkaSettings(dataDir, other);
  }

  /** A throw-away broker on any free port. */
  public static EmbeddedKafkaSettings temporary() {
    return new EmbeddedKafkaSettings(null, 0);
  }
}
