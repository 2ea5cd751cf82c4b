package io.framelog.edge.http;

import io.framelog.edge.channel.ControlView;
import io.framelog.edge.poster.Picture;
import io.framelog.edge.poster.Pictures;
import io.framelog.log.StreamId;
import io.framelog.process.FatalErrors;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/**
 * {@code GET /live/{stream}.jpg}: the newest keyframe as a poster, also after the publisher has
 * left, as long as the log exists. 404 when there is no picture, 503 when it cannot be decoded.
 */
@ApplicationScoped
public class PictureRoute {
  private static final String PATH = "/live/(?<stream>.+)\\.jpg";

  private final Pictures pictures;
  private final ControlView control;
  private final UnknownRefusals refusals;

  PictureRoute(Pictures pictures, ControlView control, UnknownRefusals refusals) {
    this.pictures = pictures;
    this.control = control;
    this.refusals = refusals;
  }

  void register(@Observes Router router) {
    CorsRoute.route(router, PATH, this::accept);
  }

  private void accept(RoutingContext rc, StreamId stream) {
    if (control.find(stream.value()) == null) {
      refusals.send(rc, stream);
      return;
    }
    PictureWidth width;
    try {
      width = PictureWidth.ofQuery(rc.request().getParam("width"));
    } catch (IllegalArgumentException e) {
      new Refusal(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()), Map.of())
          .send(rc.response());
      return;
    }
    Context context = Vertx.currentContext();
    FatalErrors.watch(
        pictures
            .of(stream, width.pixels())
            .thenAccept(
                picture -> context.runOnContext(here -> answer(rc, stream, width, picture))));
  }

  private static void answer(
      RoutingContext rc, StreamId stream, PictureWidth width, Picture picture) {
    HttpServerResponse response = rc.response();
    if (response.closed()) {
      return;
    }
    if (picture instanceof Picture.Shown shown) {
      show(rc, width, shown);
    } else if (picture instanceof Picture.NotShown not) {
      Refusal.notShown(stream, not.sentence()).send(response);
    } else if (picture instanceof Picture.Nothing) {
      Refusal.noPicture(stream).send(response);
    } else {
      Refusal.notNow(stream).send(response);
    }
  }

  private static void show(RoutingContext rc, PictureWidth width, Picture.Shown shown) {
    String tag = "\"" + shown.position() + "-" + width.pixels() + "\"";
    HttpServerResponse response =
        CorsHeaders.put(rc.response())
            .putHeader(HttpHeaderNames.CACHE_CONTROL, "max-age=1")
            .putHeader(HttpHeaderNames.ETAG, tag);
    String known = rc.request().getHeader(HttpHeaderNames.IF_NONE_MATCH);
    if (known != null && known.contains(tag)) {
      response.setStatusCode(HttpResponseStatus.NOT_MODIFIED.code()).end();
    } else {
      response
          .putHeader(HttpHeaderNames.CONTENT_TYPE, "image/jpeg")
          .putHeader(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(shown.jpeg().length))
          .end(Buffer.buffer(shown.jpeg()));
    }
  }
}
