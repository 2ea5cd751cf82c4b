package io.framelog.security.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * Ends a response with an error: a line of text for people, or problem details (RFC 9457). A HEAD
 * is answered without the body. Other headers have to be set before.
 */
public final class ErrorAnswer {
  /** Media type of problem details. */
  public static final String PROBLEM = "application/problem+json";

  private static final String TEXT = "text/plain; charset=utf-8";

  private ErrorAnswer() {}

  /** Ends a response with a line of text. */
  public static void text(HttpServerResponse response, HttpResponseStatus status, String sentence) {
    begin(response, status, TEXT).end(line(sentence));
  }

  /** The same, with the length also for a HEAD, see {@link Content}. */
  public static void textWithLength(
      HttpServerRequest request, HttpResponseStatus status, String sentence) {
    begin(request.response(), status, TEXT);
    Content.send(request, Buffer.buffer(line(sentence)));
  }

  /** Ends a response with a line of text that caches must not store. */
  public static void uncachedText(
      HttpServerResponse response, HttpResponseStatus status, String sentence) {
    beginUncached(response, status, TEXT).end(line(sentence));
  }

  /** Ends a response with problem details that caches must not store. */
  static void problem(HttpServerResponse response, HttpResponseStatus status, String detail) {
    beginUncached(response, status, PROBLEM)
        .end(
            new JsonObject()
                .put("title", status.reasonPhrase())
                .put("status", status.code())
                .put("detail", detail)
                .encode());
  }

  private static HttpServerResponse begin(
      HttpServerResponse response, HttpResponseStatus status, String type) {
    return response.setStatusCode(status.code()).putHeader(HttpHeaderNames.CONTENT_TYPE, type);
  }

  private static HttpServerResponse beginUncached(
      HttpServerResponse response, HttpResponseStatus status, String type) {
    return begin(response, status, type).putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
  }

  private static String line(String sentence) {
    return sentence + "\n";
  }
}
