package io.framelog.edge.viewer.http;

import io.framelog.edge.channel.Attachment;
import io.framelog.edge.channel.Channels;
import io.framelog.edge.frame.FrameWriters;
import io.framelog.edge.node.EdgeMetrics;
import io.framelog.edge.viewer.ConnectedViewers;
import io.framelog.log.StreamId;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * {@code GET /live/{stream}.mjpeg}: an image stream as {@code <img src>} takes it. 404 when nobody
 * publishes, 406 when it is no image stream.
 */
@ApplicationScoped
public class MjpegRoute {
  /** Before the WebSocket's route, for which a dot is in no stream's name. */
  private static final int EARLY = -1;

  private final Channels channels;
  private final EdgeMetrics metrics;
  private final ConnectedViewers viewers;

  MjpegRoute(Channels channels, EdgeMetrics metrics, ConnectedViewers viewers) {
    this.channels = channels;
    this.metrics = metrics;
    this.viewers = viewers;
  }

  void register(@Observes Router router) {
    router
        .routeWithRegex(HttpMethod.GET, "/live/(?<stream>[^/]+)\\.mjpeg")
        .order(EARLY)
        .handler(this::accept);
  }

  private void accept(RoutingContext rc) {
    String name = rc.pathParam("stream");
    if (!StreamId.isValid(name)) {
      rc.next();
      return;
    }
    Executor loop = FrameWriters.below(rc.request()).loop(Vertx.currentContext());
    MjpegViewer viewer = new MjpegViewer(rc.response(), name, metrics);
    EndingResponse open = new EndingResponse(viewer, loop);
    if (!viewers.add(open)) {
      viewer.end();
      return;
    }
    Channels.Hold hold = channels.hold(new StreamId(name));
    Attachment attachment = hold.channel().join(viewer, loop);
    Runnable leave =
        () -> {
          viewer.gone();
          attachment.detach();
          hold.close();
          viewers.remove(open);
        };
    if (rc.response().ended()) {
      leave.run();
      return;
    }
    rc.response().drainHandler(writable -> viewer.drained());
    rc.addEndHandler(ended -> loop.execute(leave));
  }

  /** Nothing can be said in a response of images: it ends, whoever reads on asks again. */
  private record EndingResponse(MjpegViewer viewer, Executor loop)
      implements ConnectedViewers.Connected {
    @Override
    public void move(Duration grace) {
      loop.execute(viewer::end);
    }

    @Override
    public void leave() {
      // It has ended.
    }
  }
}
