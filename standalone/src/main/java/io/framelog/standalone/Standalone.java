package io.framelog.standalone;

import io.framelog.broker.BrokerException;
import io.framelog.broker.EmbeddedKafka;
import io.framelog.config.ConfigException;
import io.framelog.control.ControlTopicsCreator;
import io.framelog.standalone.demo.NativeLibraries;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The process a newcomer runs.
 *
 * <pre>
 * configuration ─▶ ports free? ─▶ broker ─▶ control topics ─▶ services ─▶ (demo publisher)
 *       └───────────────┴───────────┴── one sentence and exit code 1 when it cannot be
 * </pre>
 *
 * The services stop first and the broker last, see {@link EmbeddedBroker}.
 */
@QuarkusMain(name = "framelog")
public final class Standalone {
  private Standalone() {}

  public static void main(String... arguments) {
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
      NativeLibraries.loadInBackground();
    }
    Path dataDir = settings.dataDir();
    Progress.say("starting the broker, data in " + (dataDir == null ? "memory" : dataDir));
    EmbeddedKafka broker = EmbeddedKafka.start(settings.broker());
    EmbeddedBroker.hold(broker);
    Progress.say("broker at " + broker.bootstrapServers() + ", starting the services");
    createControlTopics(broker, settings.replicationFactor());
    System.setProperty("kafka.bootstrap.servers", broker.bootstrapServers());
  }

  private static void createControlTopics(EmbeddedKafka broker, short replicationFactor) {
    Map<String, Object> connection =
        Map.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
            broker.bootstrapServers(),
            CommonClientConfigs.CLIENT_ID_CONFIG,
            "framelog-standalone-start");
    try (Admin admin = Admin.create(connection)) {
      new ControlTopicsCreator(admin, replicationFactor).create();
    } catch (ExecutionException e) {
      throw new StartException("the control topics cannot be made: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while starting", e);
    }
  }

  /** Called when the services have stopped, or could not start. */
  private static void leave(int exitCode, @Nullable Throwable failure) {
    if (failure != null) {
      refuse(StartFailure.explain(failure));
    }
    System.exit(exitCode);
  }

  @SuppressWarnings("SystemOut") // To the person who typed the command.
  private static void refuse(RuntimeException problem) {
    EmbeddedBroker.release();
    System.err.println("framelog: " + problem.getMessage());
    System.exit(1);
  }
}
