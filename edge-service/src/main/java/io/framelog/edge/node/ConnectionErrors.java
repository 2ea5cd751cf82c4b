package io.framelog.edge.node;

import io.framelog.process.FatalErrors;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Detects an {@link Error} in a connection's reads and writes. Vert.x closes the connection and
 * reports the error only to its exception handler; without one an out-of-memory error would go
 * unnoticed.
 */
@ApplicationScoped
public class ConnectionErrors {
  private static final Logger LOG = Logger.getLogger(ConnectionErrors.class);
  private static final int FIRST = Integer.MIN_VALUE;

  void register(@Observes Router router) {
    router.route().order(FIRST).handler(ConnectionErrors::watch);
  }

  private static void watch(RoutingContext rc) {
    HttpConnection connection = rc.request().connection();
    connection.exceptionHandler(ConnectionErrors::failed);
    rc.next();
  }

  private static void failed(Throwable failure) {
    FatalErrors.endProcessOn(failure);
    LOG.debugf("connection failed reason=%s", failure.toString());
  }
}
