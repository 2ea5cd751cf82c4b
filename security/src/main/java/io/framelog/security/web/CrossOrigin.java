package io.framelog.security.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Tells browsers which pages may read an answer (the Fetch standard's CORS protocol), embed it
 * without asking (its Cross-Origin-Resource-Policy), or show it in a frame.
 */
final class CrossOrigin {
  private static final String RESOURCE_POLICY = "Cross-Origin-Resource-Policy";
  private static final String TEN_MINUTES_S = "600";

  private CrossOrigin() {}

  /** Sets the headers of an answer. */
  static void put(HttpServerRequest request, HttpServerResponse response, OriginPolicy origins) {
    response.putHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, origins.frameAncestors());
    if (origins.isAny()) {
      response.putHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
      response.putHeader(RESOURCE_POLICY, "cross-origin");
      return;
    }
    // A request without CORS does not name the page that embeds the answer.
    response.putHeader(RESOURCE_POLICY, "same-origin");
    response.putHeader(HttpHeaderNames.VARY, "Origin");
    String origin = request.getHeader(HttpHeaderNames.ORIGIN);
    if (origin != null && origins.allows(request)) {
      response.putHeader(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
  }

  static boolean isPreflight(HttpServerRequest request) {
    return HttpMethod.OPTIONS.equals(request.method())
        && request.headers().contains(HttpHeaderNames.ORIGIN)
        && request.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /** Answers a preflight; the browser continues if the answer also allows the page to read it. */
  static void answerPreflight(HttpServerResponse response) {
    response
        .setStatusCode(204)
        .putHeader(
            HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS, POST, PUT, DELETE")
        .putHeader(
            HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
            "Content-Type, Range, If-None-Match, Last-Event-ID")
        .putHeader(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, TEN_MINUTES_S)
        .end();
  }
}
