package io.framelog.edge.page;

import io.framelog.log.InvalidName;
import io.framelog.log.StreamId;
import io.framelog.security.web.Content;
import io.framelog.security.web.Page;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Serves the pages of the web module at their public URLs. Quarkus serves the other files below
 * {@code /sdk} from the class path.
 */
@ApplicationScoped
public class PageRoutes {
  private static final String PAGES = "META-INF/resources/sdk/pages/";

  void register(@Observes Router router) {
    Page index = Page.read(PAGES + "index.html");
    Page watch = Page.read(PAGES + "watch.html");
    Page mirror = Page.read(PAGES + "mirror.html");
    Content.route(router.route("/")).handler(rc -> index.send(rc.request()));
    // Without a stream the page is the list of streams.
    Content.route(router.route("/watch")).handler(PageRoutes::toList);
    Content.route(router.route("/mirror")).handler(PageRoutes::toList);
    Content.route(router.routeWithRegex("/watch/(?<stream>.+?)/?"))
        .handler(rc -> sendForStream(rc, watch));
    Content.route(router.routeWithRegex("/mirror/(?<stream>.+?)/?"))
        .handler(rc -> sendForStream(rc, mirror));
  }

  private static void sendForStream(RoutingContext rc, Page page) {
    String name = rc.pathParam("stream");
    if (StreamId.isValid(name)) {
      page.send(rc.request());
    } else {
      rc.response()
          .setStatusCode(404)
          .putHeader(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
      Content.send(
          rc.request(),
          Buffer.buffer("stream id is not valid: " + InvalidName.of(name).text() + "\n"));
    }
  }

  private static void toList(RoutingContext rc) {
    rc.response()
        .setStatusCode(302)
        .putHeader(HttpHeaderNames.LOCATION, Page.root(rc.request().path()));
    Content.send(rc.request(), Buffer.buffer());
  }
}
