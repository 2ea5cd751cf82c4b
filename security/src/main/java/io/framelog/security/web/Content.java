package io.framelog.security.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import java.util.List;

/**
 * Answers with content of a known length: to GET with the content, to HEAD only with its length
 * (RFC 9110 §9.3.2).
 */
public final class Content {
  /** The methods of such content, for {@link WrongMethod}. */
  public static final List<HttpMethod> METHODS = List.of(HttpMethod.GET, HttpMethod.HEAD);

  private Content() {}

  /** Adds both methods to a route. */
  public static Route route(Route route) {
    return route.method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /** Ends the answer to a request, whose status and type are already set. */
  public static void send(HttpServerRequest request, Buffer content) {
    request.response().putHeader(HttpHeaderNames.CONTENT_LENGTH, "" + content.length());
    if (HttpMethod.HEAD.equals(request.method())) {
      request.response().end();
    } else {
      request.response().end(content);
    }
  }
}
