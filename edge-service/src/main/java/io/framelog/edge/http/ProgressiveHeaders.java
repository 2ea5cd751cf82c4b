package io.framelog.edge.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.http.HttpServerResponse;

/** The headers of an endless response. */
final class ProgressiveHeaders {
  private ProgressiveHeaders() {}

  /**
   * Puts the headers. The status is 200 even if a range was requested, because the response has no
   * length.
   *
   * @param mime with codecs, from the log
   */
  static HttpServerResponse put(HttpServerResponse response, String mime) {
    return CorsHeaders.put(response)
        .setStatusCode(200)
        .putHeader(HttpHeaderNames.CONTENT_TYPE, mime)
        .putHeader(HttpHeaderNames.ACCEPT_RANGES, HttpHeaderValues.NONE);
  }
}
