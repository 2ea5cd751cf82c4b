package io.framelog.edge.page;

import io.framelog.controlplane.ControlJson;
import io.framelog.controlplane.StreamState;
import io.framelog.edge.channel.Channels;
import io.framelog.edge.channel.ClusterView;
import io.framelog.security.web.Content;
import io.framelog.security.web.WrongMethod;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Comparator;
import java.util.List;

/** {@code GET /live}: the live streams, newest first, from the edge's own view of the cluster. */
@ApplicationScoped
public class LiveListing {
  private static final String PATH = "/live";

  private final ClusterView directory;
  private final Channels channels;

  LiveListing(ClusterView directory, Channels channels) {
    this.directory = directory;
    this.channels = channels;
  }

  void register(@Observes Router router) {
    Content.route(router.route(PATH)).handler(this::send);
    WrongMethod.refuse(router.route(PATH), Content.METHODS);
  }

  private void send(RoutingContext rc) {
    rc.response()
        .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
    Content.send(rc.request(), Buffer.buffer(ControlJson.write(live())));
  }

  /** Streams with a publisher whose node is alive, and streams whose publisher has just dropped. */
  List<LiveStream> live() {
    return directory.streams().all().stream()
        .filter(this::isLive)
        .sorted(Comparator.comparing(StreamState::startedAt).reversed())
        .map(this::entry)
        .toList();
  }

  private boolean isLive(StreamState state) {
    return state.status() == StreamState.Status.LIVE
        ? !directory.isGone(state.node())
        : directory.streams().droppedAt(state.id()).isPresent();
  }

  private LiveStream entry(StreamState state) {
    return new LiveStream(
        state.id(),
        state.mime(),
        state.tracks(),
        state.startedAt(),
        channels.viewers(state.id()),
        state.joinable(),
        state.advice());
  }
}
