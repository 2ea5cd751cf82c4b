package io.framelog.broker;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the broker.
 *
 * @param dataDir folder that is kept across restarts; null for a temporary one that is removed on
 *     close
 * @param port on the loopback address; 0 for any free one
 * @param minFree bytes of the disk that are kept free by removing the oldest segments of streams;
 *     half of them are needed to start; 0 disables the check
 */
public record EmbeddedKafkaSettings(@Nullable Path dataDir, int port, long minFree) {
  /** Default of {@code framelog.log.min-free-bytes}: 512 MiB. */
  public static final long DEFAULT_MIN_FREE = 512L << 20;

  public EmbeddedKafkaSettings {
    if (minFree < 0) {
      throw new IllegalArgumentException(
          "framelog.log.min-free-bytes is " + minFree + ", expected at least 0");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + ", expected 0 to 65535");
    }
  }

  /** Without a check of the free space. */
  public EmbeddedKafkaSettings(@Nullable Path dataDir, int port) {
    this(dataDir, port, 0);
  }

  public EmbeddedKafkaSettings withPort(int other) {
    return new EmbeddedKafkaSettings(dataDir, other, minFree);
  }

  /** A broker with a temporary folder, on any free port. */
  public static EmbeddedKafkaSettings temporary() {
    return new EmbeddedKafkaSettings(null, 0);
  }
}
