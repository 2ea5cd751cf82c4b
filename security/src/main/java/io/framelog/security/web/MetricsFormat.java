package io.framelog.security.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/**
 * Serves metrics as Prometheus' plain text (version 0.0.4), which people and {@code promtool} read,
 * unless a client accepts only OpenMetrics. Without this, Quarkus serves OpenMetrics to clients
 * that accept anything, and nothing to clients that accept OpenMetrics without its parameters.
 */
@ApplicationScoped
public class MetricsFormat {
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String OPEN_METRICS_1 = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
  private static final String PLAIN = "text/plain";

  void register(@Observes Router router) {
    router
        .get("/q/metrics")
        .order(WebGuard.FIRST + 1)
        .handler(
            rc -> {
              MultiMap headers = rc.request().headers();
              headers.set(HttpHeaderNames.ACCEPT, format(headers.getAll(HttpHeaderNames.ACCEPT)));
              rc.next();
            });
  }

  private static String format(List<String> accept) {
    boolean open = accept.stream().anyMatch(each -> each.contains(OPEN_METRICS));
    boolean plain = accept.stream().anyMatch(each -> each.contains(PLAIN));
    return open && !plain ? OPEN_METRICS_1 : PLAIN;
  }
}
