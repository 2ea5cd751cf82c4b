package io.framelog.ingest.node;

import io.framelog.config.CheckedConfig;
import io.framelog.ingest.IngestConfig;
import io.framelog.log.LogConfig;
import io.framelog.process.FatalErrors;
import io.framelog.security.connection.HttpConfig;
import io.framelog.security.web.HostPolicy;
import io.framelog.security.web.RequestTarget;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** The ingest service as a process. The configuration is checked before anything starts. */
@QuarkusMain(name = "framelog-ingest")
public final class IngestMain {
  private IngestMain() {}

  public static void main(String... arguments) {
    FatalErrors.install();
    RequestTarget.isCheckedHere();
    CheckedConfig.requireOrExit(
        ConfigProvider.getConfig(),
        List.of(LogConfig.class, IngestConfig.class, HttpConfig.class),
        sources ->
            HostPolicy.check(sources.getOptionalValue("framelog.hosts", String.class).orElse("")));
    Quarkus.run(arguments);
  }
}
