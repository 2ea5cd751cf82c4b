package io.framelog.edge.viewer.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Live media is for any page (the Fetch standard's CORS protocol), and as it is only now. */
final class OpenHeaders {
  private static final String ANYONE = "*";
  private static final String DAY_S = "86400";

  private OpenHeaders() {}

  /** Puts what every answer has. */
  static HttpServerResponse put(HttpServerResponse response) {
    return response
        .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, ANYONE)
        .putHeader(
            HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Accept-Ranges, ETag, Link, Retry-After")
        .putHeader("Cross-Origin-Resource-Policy", "cross-origin")
        // nginx would hold back and keep what never ends.
        .putHeader("X-Accel-Buffering", "no");
  }

  /** Answers a preflight. */
  static void preflight(RoutingContext rc) {
    put(rc.response())
        .setStatusCode(204)
        .putHeader(HttpHeaderNames.ALLOW, "GET, HEAD, OPTIONS")
        .putHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS")
        .putHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "Range, If-None-Match")
        .putHeader(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, DAY_S)
        .end();
  }
}
