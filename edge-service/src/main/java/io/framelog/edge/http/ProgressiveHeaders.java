package io.framelog.edge.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.http.HttpServerResponse;

/** The head of an endless response. */
final class ProgressiveHeaders {
  private ProgressiveHeaders() {}

  /**
   * Puts them. Whatever range was asked for, the answer is 200: there is no length to take a part
   * of.
   *
   * @param mime with codecs, as it is in the log
   */
  static HttpServerResponse put(HttpServerResponse response, String mime) {
    return CorsHeaders.put(response)
        .setStatusCode(200)
        .putHeader(HttpHeaderNames.CONTENT_TYPE, mime)
        .putHeader(HttpHeaderNames.ACCEPT_RANGES, HttpHeaderValues.NONE);
  }
}
