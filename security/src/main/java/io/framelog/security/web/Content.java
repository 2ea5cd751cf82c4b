package io.framelog.security.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import java.util.List;

/**
 * Content that is complete when it is asked for: GET is answered with it, HEAD with its length
 * alone (RFC 9110 §9.3.2).
 */
public final class Content {
  /** The methods of such content, for {@link WrongMethod}. */
  public static final List<HttpMethod> METHODS = List.of(HttpMethod.GET, HttpMethod.HEAD);

  private Content() {}

  /** Lets a route take both methods. */
  public static Route route(Route route) {
    return route.method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /** Ends the answer to a request, whose status and type are already put. */
  public static void send(HttpServerRequest request, Buffer content) {
    request.response().putHeader(HttpHeaderNames.CONTENT_LENGTH, "" + content.length());
    if (HttpMethod.HEAD.equals(request.method())) {
      request.response().end();
    } else {
      request.response().end(content);
    }
  }
}
