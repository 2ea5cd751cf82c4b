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
 * The process a newcomer runs.
 *
 * <pre>
 *                               ┌─▶ broker ───────┐
 * configuration ─▶ ports free? ─┤                 ├─▶ channels, HTTP, TCP ─▶ (demo publisher)
 *       │               │       └─▶ services made ┘
 *       └───────────────┴────────────────┴── one sentence and exit code 1 when it cannot be
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
    // Whatever a shared configuration says of the cluster's Kafka: this one is open, on loopback.
    System.setProperty("kafka.security.protocol", "PLAINTEXT");
  }

  /** Called when the services have stopped, or could not start. */
  private static void leave(int exitCode, @Nullable Throwable failure) {
    // What a start that is stopped trips over is nobody's mistake.
    if (failure != null && !ApplicationLifecycleManager.isVmShuttingDown()) {
      refuse(StartFailure.explain(failure));
    }
    EmbeddedBroker.release();
    System.exit(exitCode);
  }

  @SuppressWarnings("SystemOut") // To the person who typed the command.
  private static void refuse(RuntimeException problem) {
    EmbeddedBroker.release();
    System.err.println("framelog: " + problem.getMessage());
    System.exit(1);
  }
}
