package io.framelog.standalone;

import io.framelog.broker.BrokerException;
import io.framelog.config.ConfigException;
import io.framelog.process.FatalErrors;
import io.framelog.security.web.RequestTarget;
import io.framelog.standalone.demo.DemoNativeLibraries;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The main class of the standalone process.
 *
 * <pre>
 *                               ┌─▶ broker ───────┐
 * configuration ─▶ ports free? ─┤                 ├─▶ channels, HTTP, TCP ─▶ (demo publisher)
 *       │               │       └─▶ container ────┘
 *       └───────────────┴────────────────┴── one sentence and exit code 1 on an error
 * </pre>
 *
 * The services stop first and the broker last, see {@link EmbeddedBroker}.
 */
@QuarkusMain(name = "framelog")
public final class Standalone {
  private Standalone() {}

  public static void main(String... arguments) {
    FatalErrors.install();
    RequestTarget.isCheckedHere();
    try {
      prepare(Arguments.parse(arguments));
    } catch (StartException | ConfigException | BrokerException e) {
      refuse(e);
      return;
    }
    Quarkus.run(null, Standalone::leave);
  }

  private static void prepare(Arguments arguments) {
    if (arguments.demo()) {
      System.setProperty("framelog.demo", "true");
    }
    StartSettings settings = StartConfig.read(ConfigProvider.getConfig());
    settings.requireFreePorts();
    if (arguments.demo()) {
      DemoNativeLibraries.loadInBackground();
    }
    Path dataDir = settings.dataDir();
    Progress.say(
        "starting the broker and the services, data in " + (dataDir == null ? "memory" : dataDir));
    System.setProperty("kafka.bootstrap.servers", EmbeddedBroker.begin(settings.broker()));
    // Overrides a configuration for a cluster's Kafka: this broker is on loopback, without TLS.
    System.setProperty("kafka.security.protocol", "PLAINTEXT");
  }

  /** Called when the services have stopped or failed to start. */
  private static void leave(int exitCode, @Nullable Throwable failure) {
    // A shutdown during the start causes failures that the operator cannot fix.
    if (failure != null && !ApplicationLifecycleManager.isVmShuttingDown()) {
      refuse(StartFailure.explain(failure));
    }
    EmbeddedBroker.release();
    System.exit(exitCode);
  }

  @SuppressWarnings("SystemOut") // Output for the user's terminal.
  private static void refuse(RuntimeException problem) {
    EmbeddedBroker.release();
    System.err.println("framelog: " + problem.getMessage());
    System.exit(1);
  }
}
