package io.framelog.edge.page;

import io.framelog.log.StreamId;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Serves the pages that the web module brings, at the addresses people use. What else is below
 * {@code /sdk} Quarkus serves from the class path.
 */
@ApplicationScoped
public class PageRoutes {
  private static final String PAGES = "META-INF/resources/sdk/pages/";

  void register(@Observes Router router) {
    Buffer index = page("index.html");
    Buffer watch = page("watch.html");
    Buffer mirror = page("mirror.html");
    router.get("/").handler(rc -> send(rc, index));
    // Without a stream there is nothing to watch but the list of them.
    router.get("/watch").handler(rc -> redirect(rc, "/"));
    router.get("/mirror").handler(rc -> redirect(rc, "/"));
    router.get("/watch/:stream").handler(rc -> sendForStream(rc, watch));
    router.get("/mirror/:stream").handler(rc -> sendForStream(rc, mirror));
  }

  private static void sendForStream(RoutingContext rc, Buffer page) {
    if (StreamId.isValid(rc.pathParam("stream"))) {
      send(rc, page);
    } else {
      rc.response()
          .setStatusCode(404)
          .putHeader(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
          .end("stream id is not valid, expected a-z 0-9 _ -\n");
    }
  }

  private static void redirect(RoutingContext rc, String to) {
    rc.response().setStatusCode(302).putHeader(HttpHeaderNames.LOCATION, to).end();
  }

  private static void send(RoutingContext rc, Buffer page) {
    rc.response()
        .putHeader(HttpHeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-cache")
        .end(page);
  }

  private static Buffer page(String name) {
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(PAGES + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "page "
                + PAGES
                + name
                + " is not on the class path, expected framelog-web to bring it");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("page " + PAGES + name + " does not read", e);
    }
  }
}
