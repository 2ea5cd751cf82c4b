package io.framelog.standalone;

import io.framelog.config.CheckedConfig;
import io.framelog.config.ConfigException;
import io.framelog.control.registry.ControlConfig;
import io.framelog.control.registry.ControlSettings;
import io.framelog.edge.EdgeConfig;
import io.framelog.edge.EdgeConfigCheck;
import io.framelog.ingest.CaptureSettings;
import io.framelog.ingest.IngestConfig;
import io.framelog.ingest.IngestSettings;
import io.framelog.log.LogConfig;
import io.framelog.log.LogConfigCheck;
import io.framelog.security.connection.HttpConfig;
import io.framelog.security.connection.HttpLimits;
import io.framelog.security.web.HostPolicy;
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
    try {
      HostPolicy.check(own.hosts().orElse(""));
      HttpLimits.from(config.getConfigMapping(HttpConfig.class));
      LogConfigCheck.check(log);
      CaptureSettings.from(config.getConfigMapping(IngestConfig.class));
      IngestSettings ingest = IngestSettings.from(config.getConfigMapping(IngestConfig.class));
      EdgeConfigCheck.check(config.getConfigMapping(EdgeConfig.class));
      ControlSettings.check(config.getConfigMapping(ControlConfig.class));
      return new StartSettings(
          StartSettings.dataDir(own.dataDir()),
          own.kafka().port(),
          config.getOptionalValue("quarkus.http.host", String.class).orElse("0.0.0.0"),
          config.getOptionalValue("quarkus.http.port", Integer.class).orElse(8080),
          ingest.tcpHost(),
          ingest.tcpPort(),
          log.replicationFactor(),
          log.minFreeBytes());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(CheckedConfig.readable(String.valueOf(e.getMessage())), e);
    }
  }
}
