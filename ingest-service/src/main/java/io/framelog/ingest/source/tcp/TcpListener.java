package io.framelog.ingest.source.tcp;

import io.framelog.ingest.source.SourceAcceptor;
import io.framelog.ingest.source.VertxEventLoop;
import io.framelog.process.FatalErrors;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Accepts publishers on plain TCP, on one event loop; several listeners share a port, and Vert.x
 * distributes the connections among them.
 */
final class TcpListener extends AbstractVerticle {
  private static final Logger LOG = Logger.getLogger(TcpListener.class);

  private final NetServerOptions options;
  private final SourceAcceptor acceptor;
  private final AtomicInteger boundPort;

  /**
   * @param boundPort set to the port once it is open
   */
  TcpListener(NetServerOptions options, SourceAcceptor acceptor, AtomicInteger boundPort) {
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
