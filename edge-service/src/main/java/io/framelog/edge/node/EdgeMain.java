package io.framelog.edge.node;

import io.framelog.config.CheckedConfig;
import io.framelog.edge.EdgeConfig;
import io.framelog.log.LogConfig;
import io.framelog.process.FatalErrors;
import io.framelog.security.connection.HttpConfig;
import io.framelog.security.web.HostPolicy;
import io.framelog.security.web.RequestTarget;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** The main class of the edge: checks the configuration before anything is started. */
@QuarkusMain(name = "framelog-edge")
public final class EdgeMain {
  private EdgeMain() {}

  public static void main(String... arguments) {
    FatalErrors.install();
    RequestTarget.isCheckedHere();
    CheckedConfig.requireOrExit(
        ConfigProvider.getConfig(),
        List.of(LogConfig.class, EdgeConfig.class, HttpConfig.class),
        sources ->
            HostPolicy.check(sources.getOptionalValue("framelog.hosts", String.class).orElse("")));
    Quarkus.run(arguments);
  }
}
