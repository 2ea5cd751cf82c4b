package io.framelog.edge.node;

import io.framelog.edge.connection.ConnectedViewers;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * While the edge shuts down, each response closes its connection, so that the next request, for
 * example of an HLS player, goes to another edge.
 */
@ApplicationScoped
public class LeavingResponses {
  private static final int FIRST = Integer.MIN_VALUE;

  private final ConnectedViewers viewers;

  LeavingResponses(ConnectedViewers viewers) {
    this.viewers = viewers;
  }

  void register(@Observes Router router) {
    router.route().order(FIRST).handler(this::accept);
  }

  private void accept(RoutingContext rc) {
    if (viewers.isLeaving()) {
      rc.response().putHeader(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      rc.addEndHandler(ended -> rc.request().connection().close());
    }
    rc.next();
  }
}
