package io.framelog.ingest.source.tcp;

import io.framelog.ingest.source.SourceAcceptor;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import java.util.concurrent.atomic.AtomicInteger;

/** The port plain TCP publishers connect to, served by as many event loops as there are cores. */
public final class TcpPort {
  /** Vert.x shares one free port among listeners that ask for the same negative number. */
  private static final int SHARED_FREE_PORT = -1;

  private final Vertx vertx;
  private final String deployment;
  private final int port;

  private TcpPort(Vertx vertx, String deployment, int port) {
    this.vertx = vertx;
    this.deployment = deployment;
    this.port = port;
  }

  /**
   * Listens.
   *
   * @param port 0 for any free one
   * @return fails with a {@link java.net.BindException} when the port is taken
   */
  public static Future<TcpPort> open(Vertx vertx, String host, int port, SourceAcceptor acceptor) {
    NetServerOptions options =
        new NetServerOptions()
            .setHost(host)
            .setPort(port == 0 ? SHARED_FREE_PORT : port)
            .setTcpKeepAlive(true)
            .setTcpNoDelay(true);
    AtomicInteger boundPort = new AtomicInteger();
    return vertx
        .deployVerticle(
            () -> new TcpListener(options, acceptor, boundPort),
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()))
        .map(deployment -> new TcpPort(vertx, deployment, boundPort.get()));
  }

  /** The port listened on. */
  public int port() {
    return port;
  }

  /** Accepts no further connections and closes the open ones. */
  public Future<Void> close() {
    return vertx.undeploy(deployment);
  }
}
