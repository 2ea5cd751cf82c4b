package io.framelog.edge.http;

import io.framelog.controlplane.StreamState;
import io.framelog.edge.channel.ControlView;
import io.framelog.edge.metrics.EdgeMetrics;
import io.framelog.log.StreamId;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * {@code GET /live/{stream}.mjpeg}: an image stream for {@code <img src>}. 404 when nobody
 * publishes, 406 when it is not an image stream. HEAD is answered from the control plane's state.
 */
@ApplicationScoped
public class MjpegRoute {
  private static final String PATH = "/live/(?<stream>.+)\\.mjpeg";

  private final HttpViewers viewers;
  private final EdgeMetrics metrics;
  private final ControlView control;
  private final UnknownRefusals refusals;

  MjpegRoute(
      HttpViewers viewers, EdgeMetrics metrics, ControlView control, UnknownRefusals refusals) {
    this.viewers = viewers;
    this.metrics = metrics;
    this.control = control;
    this.refusals = refusals;
  }

  void register(@Observes Router router) {
    CorsRoute.route(router, PATH, this::accept);
  }

  private void accept(RoutingContext rc, StreamId stream) {
    StreamState known = control.find(stream.value());
    if (known == null) {
      refusals.send(rc, stream);
    } else if (HttpMethod.HEAD.equals(rc.request().method())) {
      describe(rc.response(), stream, known);
    } else {
      viewers.join(
          rc,
          stream,
          new MjpegViewer(
              rc.response(), stream, metrics, () -> Refusal.nobodyPublishes(stream, control)));
    }
  }

  private void describe(HttpServerResponse response, StreamId stream, StreamState known) {
    String mime = control.liveMime(known);
    if (mime == null) {
      Refusal.nobodyPublishes(stream, control).send(response);
    } else if (!MjpegViewer.isImage(mime)) {
      Refusal.otherContainer(stream, mime).send(response);
    } else {
      MjpegViewer.putHead(response).end();
    }
  }
}
