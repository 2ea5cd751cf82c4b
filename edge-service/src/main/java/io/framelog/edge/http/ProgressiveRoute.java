package io.framelog.edge.http;

import io.framelog.controlplane.StreamState;
import io.framelog.edge.EdgeConfig;
import io.framelog.edge.channel.ControlView;
import io.framelog.edge.connection.EventLoopChecks;
import io.framelog.edge.connection.ResponseWatch;
import io.framelog.edge.frame.FrameWriter;
import io.framelog.edge.frame.FrameWriters;
import io.framelog.edge.metrics.EdgeMetrics;
import io.framelog.log.StreamId;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * {@code GET /live/{stream}.mp4} and {@code .webm}: a live stream for {@code <video src>}, ffplay,
 * VLC and curl. 404 when nobody publishes, 406 when the log contains the other container, 503 when
 * no chunk begins in time. HEAD is answered from the control plane's state.
 */
@ApplicationScoped
public class ProgressiveRoute {
  private static final String PATH = "/live/(?<stream>.+)\\.(?<ending>mp4|webm)";

  /** Longer than usual keyframe intervals, shorter than the timeouts of usual players. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final HttpViewers viewers;
  private final ControlView control;
  private final UnknownRefusals refusals;
  private final EdgeConfig config;
  private final EdgeMetrics metrics;
  private final EventLoopChecks sweeps;
  private final Vertx vertx;

  ProgressiveRoute(
      HttpViewers viewers,
      ControlView control,
      UnknownRefusals refusals,
      EdgeConfig config,
      EdgeMetrics metrics,
      EventLoopChecks sweeps,
      Vertx vertx) {
    this.viewers = viewers;
    this.control = control;
    this.refusals = refusals;
    this.config = config;
    this.metrics = metrics;
    this.sweeps = sweeps;
    this.vertx = vertx;
  }

  void register(@Observes Router router) {
    CorsRoute.route(router, PATH, this::accept);
  }

  private void accept(RoutingContext rc, StreamId stream) {
    MediaContainer container = MediaContainer.ofEnding(rc.pathParam("ending"));
    StreamState known = control.find(stream.value());
    if (known == null) {
      refusals.send(rc, stream);
    } else if (HttpMethod.HEAD.equals(rc.request().method())) {
      describe(rc.response(), stream, container, known);
    } else {
      play(rc, stream, container);
    }
  }

  private void describe(
      HttpServerResponse response, StreamId stream, MediaContainer container, StreamState known) {
    String mime = control.liveMime(known);
    if (mime == null) {
      Refusal.nobodyPublishes(stream, control).send(response);
    } else if (MediaContainer.ofMime(mime).filter(container::equals).isEmpty()) {
      Refusal.otherContainer(stream, mime).send(response);
    } else {
      ProgressiveHeaders.put(response, mime).end();
    }
  }

  private void play(RoutingContext rc, StreamId stream, MediaContainer container) {
    FrameWriters writers = FrameWriters.below(rc.request());
    ResponseTimeline timeline = new ResponseTimeline();
    FrameWriter writer = writers.forBody(rc.request(), timeline);
    ProgressiveViewer viewer =
        new ProgressiveViewer(
            rc.response(),
            writer,
            timeline,
            new ProgressiveViewer.Request(
                stream,
                container,
                config.viewerQueue().asLongValue(),
                () -> Refusal.nobodyPublishes(stream, control)),
            metrics);
    viewers.join(rc, stream, viewer);
    if (!rc.response().ended()) {
      new ResponseWatch(viewer, config.stallTimeout(), metrics::givenUp)
          .begin(sweeps, writers.loop(Vertx.currentContext()));
      long timer = vertx.setTimer(PATIENCE.toMillis(), late -> viewer.overdue());
      rc.addEndHandler(ended -> vertx.cancelTimer(timer));
    }
  }
}
