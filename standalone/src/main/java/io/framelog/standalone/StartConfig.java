package io.framelog.standalone;

import io.framelog.control.registry.ControlConfig;
import io.framelog.edge.EdgeConfig;
import io.framelog.ingest.IngestConfig;
import io.framelog.log.LogConfig;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.LinkedHashSet;
import java.util.Set;
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
      throw new StartException(readable(String.valueOf(e.getMessage())), e);
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

  private static String sentence(ConfigValidationException e) {
    Set<String> problems = new LinkedHashSet<>();
    for (int i = 0; i < e.getProblemCount(); i++) {
      problems.add(readable(e.getProblem(i).getMessage()));
    }
    return String.join("; ", problems);
  }

  /**
   * {@code SRCFG00050: framelog.x in SysPropConfigSource does not map to any root} helps nobody.
   */
  private static String readable(String problem) {
    return problem
        .replaceAll("(java\\.\\S+: )?SRCFG\\d+: ", "")
        .replaceFirst("^(\\S+) in .* does not map to any root$", "$1 is not a key of Framelog's")
        .replace(" threw an Exception whilst being converted ", " cannot be read: ");
  }
}
