package io.framelog.ingest.page;

import io.framelog.ingest.source.PublishPath;
import io.framelog.log.StreamId;
import io.framelog.security.web.Content;
import io.framelog.security.web.ErrorAnswer;
import io.framelog.security.web.Page;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * {@code GET /publish} and {@code GET /publish/{stream}}: the page that publishes in the modes
 * camera, screen and mirror. Quarkus serves its files below {@code /publish/sdk} from the class
 * path, because ingest may have another origin than the edges.
 */
@ApplicationScoped
public class PublishPage {
  /** Prefix of the page's files below {@code /publish/}. */
  private static final String FILES = "sdk/";

  private static final String PAGE = "META-INF/resources/publish/sdk/pages/publish.html";

  /** After the WebSocket's route, which passes on requests without an upgrade. */
  private static final int LATE = 1000;

  void register(@Observes Router router) {
    Page page = Page.read(PAGE);
    Content.route(router.route("/publish")).order(LATE).handler(rc -> send(rc, page));
    Content.route(router.routeWithRegex(PublishPath.PATTERN))
        .order(LATE)
        .handler(rc -> sendForStream(rc, page));
  }

  private static void sendForStream(RoutingContext rc, Page page) {
    String name = rc.pathParam(PublishPath.STREAM);
    if (StreamId.isValid(name)) {
      send(rc, page);
    } else if (name.startsWith(FILES)) {
      // A file's name has a dot, a stream's has none.
      rc.next();
    } else {
      ErrorAnswer.textWithLength(
          rc.request(), HttpResponseStatus.NOT_FOUND, PublishPath.noStream(name).detail());
    }
  }

  /**
   * The page's address may contain a key, which must not be sent as a referrer. Other sites must
   * not frame the page, which prevents clickjacking.
   */
  private static void send(RoutingContext rc, Page page) {
    rc.response()
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, "frame-ancestors 'self'");
    page.send(rc.request());
  }
}
