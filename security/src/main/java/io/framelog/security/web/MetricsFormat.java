package io.framelog.security.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Gives metrics as Prometheus' plain text (version 0.0.4), which people and {@code promtool} read,
 * to all who do not ask for OpenMetrics by name. Quarkus gives OpenMetrics to them.
 */
@ApplicationScoped
public class MetricsFormat {
  private static final String OPEN_METRICS = "application/openmetrics-text";

  void register(@Observes Router router) {
    router
        .get("/q/metrics")
        .order(WebGuard.FIRST + 1)
        .handler(
            rc -> {
              if (!asksForOpenMetrics(rc.request())) {
                rc.request().headers().set(HttpHeaderNames.ACCEPT, HttpHeaderValues.TEXT_PLAIN);
              }
              rc.next();
            });
  }

  private static boolean asksForOpenMetrics(HttpServerRequest request) {
    return request.headers().getAll(HttpHeaderNames.ACCEPT).stream()
        .anyMatch(accept -> accept.contains(OPEN_METRICS));
  }
}
