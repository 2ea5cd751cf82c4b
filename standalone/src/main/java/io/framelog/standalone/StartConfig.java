package io.framelog.standalone;

import io.framelog.control.registry.ControlConfig;
import io.framelog.edge.EdgeConfig;
import io.framelog.ingest.IngestConfig;
import io.framelog.log.LogConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** Reads the configuration before the services do, and refuses keys that do not exist. */
final class StartConfig {
  private StartConfig() {}

  /**
   * Reads what the start needs.
   *
   * @throws StartException naming the keys that do not exist or cannot be read
   */
  static StartSettings read(Config sources) {
    SmallRyeConfig config = strict(sources);
    StandaloneConfig own = config.getConfigMapping(StandaloneConfig.class);
    IngestConfig ingest = config.getConfigMapping(IngestConfig.class);
    try {
      return new StartSettings(
          StartSettings.dataDir(own.dataDir()),
          own.kafka().port(),
          config.getOptionalValue("quarkus.http.host", String.class).orElse("0.0.0.0"),
          config.getOptionalValue("quarkus.http.port", Integer.class).orElse(8080),
          ingest.tcp().host(),
          ingest.tcp().port(),
          config.getConfigMapping(LogConfig.class).replicationFactor());
    } catch (IllegalArgumentException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static SmallRyeConfig strict(Config sources) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withMapping(StandaloneConfig.class)
            .withMapping(LogConfig.class)
            .withMapping(IngestConfig.class)
            .withMapping(EdgeConfig.class)
            .withMapping(ControlConfig.class);
    sources.getConfigSources().forEach(builder::withSources);
    try {
      return builder.build();
    } catch (ConfigValidationException e) {
      throw new StartException(sentence(e), e);
    }
  }

  /** {@code SRCFG00050: framelog.x in ConfigSource does not map …}: the code helps nobody. */
  private static String sentence(ConfigValidationException e) {
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < e.getProblemCount(); i++) {
      problems.add(e.getProblem(i).getMessage().replaceFirst("^(java\\.\\S+: )?SRCFG\\d+: ", ""));
    }
    return "the configuration cannot be used: " + String.join("; ", problems);
  }
}
