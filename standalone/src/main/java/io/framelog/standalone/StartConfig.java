package io.framelog.standalone;

import io.framelog.config.CheckedConfig;
import io.framelog.config.ConfigException;
import io.framelog.control.registry.ControlConfig;
import io.framelog.edge.EdgeConfig;
import io.framelog.ingest.IngestConfig;
import io.framelog.log.LogConfig;
import io.framelog.security.connection.HttpConfig;
import io.smallrye.config.SmallRyeConfig;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** Reads and checks the configuration of all modules before the broker and the services start. */
final class StartConfig {
  /** The configuration mappings of all modules in this process. */
  static final List<Class<?>> MAPPINGS =
      List.of(
          StandaloneConfig.class,
          LogConfig.class,
          IngestConfig.class,
          EdgeConfig.class,
          ControlConfig.class,
          HttpConfig.class);

  private StartConfig() {}

  /**
   * Reads what the start needs.
   *
   * @throws StartException or {@link ConfigException} naming the key that is wrong
   */
  static StartSettings read(Config sources) {
    SmallRyeConfig config = CheckedConfig.read(sources, MAPPINGS);
    StandaloneConfig own = config.getConfigMapping(StandaloneConfig.class);
    LogConfig log = config.getConfigMapping(LogConfig.class);
    IngestConfig.Tcp tcp = config.getConfigMapping(IngestConfig.class).tcp();
    try {
      return new StartSettings(
          StartSettings.dataDir(own.dataDir()),
          own.kafka().port(),
          config.getOptionalValue("quarkus.http.host", String.class).orElse("0.0.0.0"),
          config.getOptionalValue("quarkus.http.port", Integer.class).orElse(8080),
          tcp.host(),
          tcp.port(),
          log.replicationFactor(),
          log.minFreeBytes());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(CheckedConfig.readable(String.valueOf(e.getMessage())), e);
    }
  }
}
