package io.framelog.edge.http;

import io.framelog.edge.channel.ChannelLease;
import io.framelog.edge.channel.Channels;
import io.framelog.edge.channel.ViewerSubscription;
import io.framelog.edge.connection.ConnectedViewers;
import io.framelog.edge.frame.FrameWriters;
import io.framelog.log.StreamId;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Joins viewers on endless HTTP responses to channels, and detaches them when the response ends.
 */
@ApplicationScoped
public class HttpViewers {
  private final Channels channels;
  private final ConnectedViewers connected;

  HttpViewers(Channels channels, ConnectedViewers connected) {
    this.channels = channels;
    this.connected = connected;
  }

  /** Joins the viewer of a request. To be called on the request's event loop. */
  void join(RoutingContext rc, StreamId stream, HttpViewer viewer) {
    Executor loop = FrameWriters.below(rc.request()).loop(Vertx.currentContext());
    EndlessResponse response = new EndlessResponse(viewer, loop);
    if (!connected.add(response)) {
      viewer.end();
      return;
    }
    // Before the join, whose snapshot may fill the socket and drain it within the call.
    rc.response().drainHandler(writable -> viewer.drained());
    ChannelLease lease = channels.lease(stream);
    ViewerSubscription subscription = lease.channel().join(viewer, loop);
    Runnable leave =
        () -> {
          viewer.gone();
          subscription.detach();
          lease.close();
          connected.remove(response);
        };
    if (rc.response().ended()) {
      leave.run();
      return;
    }
    rc.addEndHandler(ended -> loop.execute(leave));
  }

  private record EndlessResponse(HttpViewer viewer, Executor loop)
      implements ConnectedViewers.Connected {
    @Override
    public void move(Duration grace) {
      loop.execute(viewer::move);
    }

    @Override
    public void leave() {
      loop.execute(viewer::end);
    }
  }
}
