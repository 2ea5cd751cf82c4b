package io.framelog.edge.http;

import io.framelog.log.StreamId;
import io.framelog.security.web.WrongMethod;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.BiConsumer;

/** A route to a stream for players of any kind: GET, HEAD and OPTIONS. */
public final class CorsRoute {
  /** Before the WebSocket's route, which would refuse the name because of the dot. */
  private static final int EARLY = -1;

  private static final List<HttpMethod> METHODS =
      List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private CorsRoute() {}

  /**
   * Adds a route.
   *
   * @param pattern with a group {@code stream}
   * @param handler called if the name is a valid stream id; otherwise the next route is tried
   */
  public static void route(
      Router router, String pattern, BiConsumer<RoutingContext, StreamId> handler) {
    router
        .routeWithRegex(pattern)
        .order(EARLY)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(rc -> accept(rc, handler));
    router.routeWithRegex(HttpMethod.OPTIONS, pattern).order(EARLY).handler(CorsHeaders::options);
    WrongMethod.refuse(
        router.routeWithRegex(pattern), METHODS, rc -> StreamId.isValid(rc.pathParam("stream")));
  }

  private static void accept(RoutingContext rc, BiConsumer<RoutingContext, StreamId> handler) {
    String name = rc.pathParam("stream");
    if (StreamId.isValid(name)) {
      handler.accept(rc, new StreamId(name));
    } else {
      rc.next();
    }
  }
}
