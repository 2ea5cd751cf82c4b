package io.framelog.edge.page;

import io.framelog.log.InvalidName;
import io.framelog.log.StreamId;
import io.framelog.security.web.Content;
import io.framelog.security.web.ErrorAnswer;
import io.framelog.security.web.Page;
import io.framelog.security.web.WrongMethod;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.HttpURLConnection;
import java.util.List;

/**
 * Serves the pages of the web module at their public URLs. Quarkus serves the other files below
 * {@code /sdk} from the class path.
 */
@ApplicationScoped
public class PageRoutes {
  private static final String PAGES = "META-INF/resources/sdk/pages/";
  private static final String WATCH = "/watch/(?<stream>.+?)/?";
  private static final String MIRROR = "/mirror/(?<stream>.+?)/?";

  void register(@Observes Router router) {
    Page index = Page.read(PAGES + "index.html");
    Page watch = Page.read(PAGES + "watch.html");
    Page mirror = Page.read(PAGES + "mirror.html");
    Content.route(router.route("/")).handler(rc -> index.send(rc.request()));
    // Without a stream the page is the list of streams.
    Content.route(router.route("/watch")).handler(PageRoutes::toList);
    Content.route(router.route("/mirror")).handler(PageRoutes::toList);
    Content.route(router.routeWithRegex(WATCH)).handler(rc -> sendForStream(rc, watch));
    Content.route(router.routeWithRegex(MIRROR)).handler(rc -> sendForStream(rc, mirror));
    for (String path : List.of("/", "/watch", "/mirror")) {
      WrongMethod.refuse(router.route(path), Content.METHODS);
    }
    for (String pattern : List.of(WATCH, MIRROR)) {
      WrongMethod.refuse(
          router.routeWithRegex(pattern),
          Content.METHODS,
          rc -> StreamId.isValid(rc.pathParam("stream")));
    }
    // The route of static files matches every path, so that other methods would be 405 everywhere.
    router
        .route()
        .order(Integer.MAX_VALUE)
        .handler(rc -> rc.fail(HttpURLConnection.HTTP_NOT_FOUND));
  }

  private static void sendForStream(RoutingContext rc, Page page) {
    String name = rc.pathParam("stream");
    if (StreamId.isValid(name)) {
      page.send(rc.request());
    } else {
      ErrorAnswer.textWithLength(
          rc.request(),
          HttpResponseStatus.NOT_FOUND,
          "stream id is not valid: " + InvalidName.of(name).text());
    }
  }

  private static void toList(RoutingContext rc) {
    rc.response()
        .setStatusCode(302)
        .putHeader(HttpHeaderNames.LOCATION, Page.root(rc.request().path()));
    Content.send(rc.request(), Buffer.buffer());
  }
}
