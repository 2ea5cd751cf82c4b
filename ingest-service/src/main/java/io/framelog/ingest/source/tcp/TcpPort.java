package io.framelog.ingest.source.tcp;

import io.framelog.ingest.source.SourceAcceptor;
import io.framelog.ingest.source.VertxEventLoop;
import io.framelog.process.FatalErrors;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** The port plain TCP publishers connect to, served by as many event loops as there are cores. */
public final class TcpPort {
  private static final Logger LOG = Logger.getLogger(TcpPort.class);

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
            () -> new Listener(options, acceptor, boundPort),
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

  /**
   * Accepts publishers on one event loop; several share the port, and Vert.x spreads the
   * connections over them.
   */
  private static final class Listener extends AbstractVerticle {
    private final NetServerOptions options;
    private final SourceAcceptor acceptor;
    private final AtomicInteger boundPort;

    /**
     * @param boundPort takes the port once it is open
     */
    Listener(NetServerOptions options, SourceAcceptor acceptor, AtomicInteger boundPort) {
      this.options = options;
      this.acceptor = acceptor;
      this.boundPort = boundPort;
    }

    @Override
    public void start(Promise<Void> started) {
      NetServer server = vertx.createNetServer(options);
      server
          .connectHandler(this::connected)
          .exceptionHandler(
              failure -> {
                FatalErrors.endProcessOn(failure);
                LOG.debugf("connection not accepted: %s", failure);
              })
          .listen()
          .onSuccess(listening -> boundPort.set(listening.actualPort()))
          .<Void>mapEmpty()
          .onComplete(started);
    }

    private void connected(NetSocket socket) {
      TcpSource source = new TcpSource(socket);
      acceptor.accept(source, VertxEventLoop.current(vertx), null).ifPresent(source::start);
    }
  }
}
