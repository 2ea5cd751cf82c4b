package io.framelog.ingest.node;

import io.framelog.ingest.IngestSettings;
import io.framelog.ingest.session.Sessions;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceAcceptor;
import io.framelog.ingest.source.SourceEnd;
import io.framelog.ingest.source.device.Captures;
import io.framelog.ingest.source.tcp.TcpPort;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens the port to publishers when everything else runs. Shuts down in order: the sessions, each
 * with its end record, then their states in the control plane, then the port.
 */
@ApplicationScoped
public class IngestLifecycle {
  private static final Logger LOG = Logger.getLogger(IngestLifecycle.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final IngestSettings settings;
  private final Sessions sessions;
  private final SourceAcceptor acceptor;
  private final ControlTopicConsumer control;
  private final Captures captures;
  private final Heartbeat heartbeat;
  private final StreamStatePublisher states;
  private @Nullable TcpPort tcpPort;

  IngestLifecycle(
      Vertx vertx,
      IngestSettings settings,
      Sessions sessions,
      SourceAcceptor acceptor,
      ControlTopicConsumer control,
      Captures captures,
      Heartbeat heartbeat,
      StreamStatePublisher states) {
    this.vertx = vertx;
    this.settings = settings;
    this.sessions = sessions;
    this.acceptor = acceptor;
    this.control = control;
    this.captures = captures;
    this.heartbeat = heartbeat;
    this.states = states;
  }

  void start(@Observes StartupEvent event) throws InterruptedException {
    heartbeat.start(vertx);
    control.admitWhenCaughtUp();
    try {
      TcpPort port =
          TcpPort.open(vertx, settings.tcpHost(), settings.tcpPort(), acceptor)
              .toCompletionStage()
              .toCompletableFuture()
              .get();
      tcpPort = port;
      LOG.infof("listening for TCP publishers host=%s port=%d", settings.tcpHost(), port.port());
    } catch (ExecutionException e) {
      throw new ConfigurationException(
          "framelog.ingest.tcp.port "
              + settings.tcpPort()
              + " cannot be listened on, expected a free port: "
              + e.getCause());
    }
  }

  /** The TCP port listened on. */
  public int tcpPort() {
    TcpPort port = tcpPort;
    if (port == null) {
      throw new IllegalStateException("the TCP port is not open");
    }
    return port.port();
  }

  /**
   * Ends the sessions before the HTTP server closes, which would look like disconnected publishers.
   */
  void drain(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
    endSessions();
  }

  private void endSessions() throws InterruptedException {
    captures.leave();
    await(
        "not all sessions ended",
        sessions.drain(SourceEnd.of(EndReason.SHUTDOWN)),
        settings.endTimeout().plus(PATIENCE));
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    endSessions();
    await("not all stream states were acknowledged", states.refresh(), PATIENCE);
    TcpPort port = tcpPort;
    if (port != null) {
      await("TCP port did not close", port.close().toCompletionStage(), PATIENCE);
    }
    heartbeat.stop();
  }

  private static void await(String complaint, CompletionStage<?> stage, Duration patience)
      throws InterruptedException {
    try {
      stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warnf("shutdown continues: %s within %d ms", complaint, patience.toMillis());
    } catch (ExecutionException e) {
      LOG.warnf("%s: %s", complaint, e.getCause());
    }
  }
}
