package io.framelog.control.rest;

import io.framelog.security.web.Content;
import io.framelog.security.web.WrongMethod;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Redirects {@code /dashboard} to {@code /dashboard/}, to which the page's relative addresses
 * refer. The redirect is relative too, because a proxy may publish the server below a path prefix.
 * The page itself is a file on the class path.
 */
@ApplicationScoped
public class DashboardRoute {
  private static final String TYPED = "/dashboard";

  void register(@Observes Router router) {
    Content.route(router.route(TYPED)).handler(DashboardRoute::redirect);
    WrongMethod.refuse(router.route(TYPED), Content.METHODS);
  }

  private static void redirect(RoutingContext rc) {
    // The router treats "/dashboard/" as the same path.
    if (rc.request().path().equals(TYPED)) {
      rc.response().setStatusCode(302).putHeader(HttpHeaderNames.LOCATION, "dashboard/").end();
    } else {
      rc.next();
    }
  }
}
