package io.framelog.security.connection;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import org.jboss.logging.Logger;

/** Installs the bounds on connections as soon as the HTTP server listens. */
@ApplicationScoped
public class ConnectionBounds {
  private static final Logger LOG = Logger.getLogger(ConnectionBounds.class);
  private static final int FIRST = Integer.MIN_VALUE;

  private final Connections connections;
  private final Vertx vertx;

  ConnectionBounds(HttpConfig config, MeterRegistry registry, Vertx vertx) {
    this.connections = new Connections(HttpLimits.from(config), registry);
    this.vertx = vertx;
  }

  void register(@Observes Router router) {
    router.route().order(FIRST).handler(connections::request);
  }

  void listen(@ObservesAsync HttpServerStart started, HttpServer server) {
    EventLoopGroup acceptors = VertxInternals.acceptors(vertx);
    if (acceptors != null) {
      connections.watch(acceptors, server.getPort());
      if (server.getSecurePort() > 0) {
        connections.watch(acceptors, server.getSecurePort());
      }
    } else {
      LOG.error("HTTP connections are not bounded: Vert.x does not expose its event loops");
    }
  }
}
