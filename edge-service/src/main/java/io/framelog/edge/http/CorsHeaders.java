package io.framelog.edge.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** What every answer with live media has. Which pages may read it is decided before the route. */
final class CorsHeaders {
  private CorsHeaders() {}

  /** Puts what every answer has. */
  static HttpServerResponse put(HttpServerResponse response) {
    return response
        .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .putHeader(
            HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Accept-Ranges, ETag, Link, Retry-After")
        // nginx would hold back and keep what never ends.
        .putHeader("X-Accel-Buffering", "no");
  }

  /** Answers an OPTIONS that is no preflight; the web guard answers those. */
  static void options(RoutingContext rc) {
    put(rc.response())
        .setStatusCode(204)
        .putHeader(HttpHeaderNames.ALLOW, "GET, HEAD, OPTIONS")
        .end();
  }
}
