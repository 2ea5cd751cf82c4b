package io.framelog.edge.viewer.http;

import io.framelog.edge.channel.Attachment;
import io.framelog.edge.channel.Channels;
import io.framelog.edge.frame.FrameWriters;
import io.framelog.edge.node.Drain;
import io.framelog.edge.node.EdgeMetrics;
import io.framelog.log.StreamId;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private final Set<Runnable> open = ConcurrentHashMap.newKeySet();

  MjpegRoute(Channels channels, EdgeMetrics metrics) {
    this.channels = channels;
    this.metrics = metrics;
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
    Channels.Hold hold = channels.hold(new StreamId(name));
    Attachment attachment = hold.channel().join(viewer, loop);
    Runnable end = () -> loop.execute(viewer::end);
    open.add(end);
    Runnable leave =
        () -> {
          viewer.gone();
          attachment.detach();
          hold.close();
          open.remove(end);
        };
    if (rc.response().ended()) {
      leave.run();
      return;
    }
    rc.response().drainHandler(writable -> viewer.drained());
    rc.addEndHandler(ended -> loop.execute(leave));
  }

  /** Whoever reads on connects to another edge. */
  void drain(@Observes Drain.Begun begun) {
    open.forEach(Runnable::run);
  }
}
