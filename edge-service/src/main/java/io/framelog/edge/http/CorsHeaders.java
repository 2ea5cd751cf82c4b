package io.framelog.edge.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Headers of every response with live media. The web guard checks the page's origin before the
 * route.
 */
final class CorsHeaders {
  private CorsHeaders() {}

  /** Puts the headers that all responses have. */
  static HttpServerResponse put(HttpServerResponse response) {
    return response
        .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .putHeader(
            HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Accept-Ranges, ETag, Link, Retry-After")
        // Without it nginx would buffer an endless response.
        .putHeader("X-Accel-Buffering", "no");
  }

  /** Answers an OPTIONS request that is not a preflight. The web guard answers preflights. */
  static void options(RoutingContext rc) {
    put(rc.response())
        .setStatusCode(204)
        .putHeader(HttpHeaderNames.ALLOW, "GET, HEAD, OPTIONS")
        .end();
  }
}
