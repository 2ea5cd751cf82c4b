package io.framelog.standalone;

import io.framelog.broker.EmbeddedKafkaSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings that are needed before the services start.
 *
 * @param dataDir null for a temporary folder
 * @param kafkaPort 0 for any free one
 * @param httpHost address the HTTP server binds
 * @param httpPort 0 for any free one
 * @param tcpHost address TCP publishers connect to
 * @param tcpPort 0 for any free one
 * @param replicationFactor of the control topics
 * @param minFree bytes that the disk of the data folder should have free
 */
record StartSettings(
    @Nullable Path dataDir,
    int kafkaPort,
    String httpHost,
    int httpPort,
    String tcpHost,
    int tcpPort,
    short replicationFactor,
    long minFree) {
  private static final String MEMORY = "memory";

  StartSettings {
    if (httpPort < 0 || httpPort > 65535) {
      throw new StartException("quarkus.http.port is " + httpPort + ", expected 0 to 65535");
    }
    if (replicationFactor != 1) {
      throw new StartException(
          "framelog.log.replication-factor is "
              + replicationFactor
              + ", expected 1: there is only the embedded broker");
    }
  }

  /** Reads {@code framelog.data-dir}. */
  static @Nullable Path dataDir(String value) {
    if (value.equals(MEMORY)) {
      return null;
    }
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new StartException(
          "framelog.data-dir is '" + value + "', expected a folder or 'memory'", e);
    }
  }

  EmbeddedKafkaSettings broker() {
    return new EmbeddedKafkaSettings(dataDir, kafkaPort, minFree);
  }

  /**
   * Checks that all ports are free.
   *
   * @throws StartException naming the port in use and its key
   */
  void requireFreePorts() {
    FreePort.require(httpHost, httpPort, "quarkus.http.port");
    FreePort.require(tcpHost, tcpPort, "framelog.ingest.tcp.port");
    FreePort.require("127.0.0.1", kafkaPort, "framelog.kafka.port");
  }
}
