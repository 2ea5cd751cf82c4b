package io.framelog.ingest.page;

import io.framelog.log.StreamId;
import io.framelog.security.web.Page;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * {@code GET /publish} and {@code GET /publish/{stream}}: the page with camera, screen and mirror.
 * What it needs is below {@code /publish/sdk}, which Quarkus serves from the class path: ingest may
 * be another origin than the edges.
 */
@ApplicationScoped
public class PublishPage {
  private static final String PAGE = "META-INF/resources/publish/sdk/pages/publish.html";

  /** After the WebSocket's route, which passes on what is no upgrade. */
  private static final int LATE = 1000;

  void register(@Observes Router router) {
    Page page = Page.read(PAGE);
    router.get("/publish").order(LATE).handler(rc -> send(rc, page));
    router
        .get("/publish/:stream")
        .order(LATE)
        .handler(
            rc -> {
              if (StreamId.isValid(rc.pathParam("stream"))) {
                send(rc, page);
              } else {
                rc.response()
                    .setStatusCode(404)
                    .putHeader(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .end("stream id is not valid, expected a-z 0-9 _ -\n");
              }
            });
  }

  /**
   * Its address may hold a key, which must not travel on as a referrer; and nobody may lay it under
   * a page of his own to have a visitor press start.
   */
  private static void send(RoutingContext rc, Page page) {
    rc.response()
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, "frame-ancestors 'self'");
    page.send(rc.request(), rc.response());
  }
}
