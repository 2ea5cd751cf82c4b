package io.framelog.security.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Answers a method that a known path does not take: 405 with the methods that it takes (RFC 9110
 * §15.5.6). The router itself answers 404 where a route of Quarkus matches the path too.
 */
public final class WrongMethod {
  /** Behind the routes of the services, before those of Quarkus. */
  private static final int LATE = 2000;

  private WrongMethod() {}

  /**
   * Refuses other methods on the path of a route. OPTIONS is left to the other routes.
   *
   * @param route of the path, for all methods
   * @param allowed what other routes take on the path, in the order of {@code Allow}
   */
  public static void refuse(Route route, List<HttpMethod> allowed) {
    refuse(route, allowed, rc -> true);
  }

  /**
   * Refuses other methods on the paths of a route that exist.
   *
   * @param exists whether the path of a request does; one that does not goes on to other routes
   */
  public static void refuse(
      Route route, List<HttpMethod> allowed, Predicate<RoutingContext> exists) {
    Set<HttpMethod> passed = Set.copyOf(allowed);
    String allow = allowed.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
    route
        .order(LATE)
        .handler(
            rc -> {
              HttpMethod method = rc.request().method();
              if (passed.contains(method)
                  || HttpMethod.OPTIONS.equals(method)
                  || !exists.test(rc)) {
                rc.next();
              } else {
                answer(rc, allow);
              }
            });
  }

  private static void answer(RoutingContext rc, String allow) {
    ErrorAnswer.problem(
        rc.response().putHeader(HttpHeaderNames.ALLOW, allow),
        HttpResponseStatus.METHOD_NOT_ALLOWED,
        "This path does not take the method, expected " + allow);
  }
}
