package io.framelog.edge.http;

import io.framelog.edge.channel.ControlView;
import io.framelog.edge.metrics.EdgeMetrics;
import io.framelog.log.StreamId;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * {@code GET /live/{stream}.mjpeg}: an image stream for {@code <img src>}. 404 when nobody
 * publishes, 406 when it is not an image stream.
 */
@ApplicationScoped
public class MjpegRoute {
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
    router
        .routeWithRegex(HttpMethod.GET, "/live/(?<stream>.+)\\.mjpeg")
        .order(CorsRoute.EARLY)
        .handler(this::accept);
  }

  private void accept(RoutingContext rc) {
    String name = rc.pathParam("stream");
    if (!StreamId.isValid(name)) {
      rc.next();
      return;
    }
    StreamId stream = new StreamId(name);
    if (control.find(name) == null) {
      refusals.send(rc, stream);
    } else {
      viewers.join(
          rc,
          stream,
          new MjpegViewer(
              rc.response(), stream, metrics, () -> Refusal.nobodyPublishes(stream, control)));
    }
  }
}
