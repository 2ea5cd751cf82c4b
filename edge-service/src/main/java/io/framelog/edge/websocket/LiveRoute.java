package io.framelog.edge.websocket;

import io.framelog.controlplane.ControlJson;
import io.framelog.controlplane.NodeId;
import io.framelog.edge.EdgeConfig;
import io.framelog.edge.channel.ChannelLease;
import io.framelog.edge.channel.Channels;
import io.framelog.edge.connection.ConnectedViewers;
import io.framelog.edge.connection.EventLoopChecks;
import io.framelog.edge.frame.FrameWriter;
import io.framelog.edge.frame.FrameWriters;
import io.framelog.edge.message.ClientMessage;
import io.framelog.edge.message.ServerMessage;
import io.framelog.edge.metrics.EdgeMetrics;
import io.framelog.log.InvalidName;
import io.framelog.log.StreamId;
import io.framelog.process.FatalErrors;
import io.framelog.security.connection.SocketMessages;
import io.framelog.security.web.Content;
import io.framelog.security.web.ErrorAnswer;
import io.framelog.security.web.WrongMethod;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/** {@code GET /live/{stream}}: upgrades players to WebSocket. Runs on event loops, never blocks. */
@ApplicationScoped
public class LiveRoute {
  private static final Logger LOG = Logger.getLogger(LiveRoute.class);
  private static final String PATH = "/live/(?<stream>.+?)/?";
  private static final short CLOSE_NOT_A_STREAM = 4004;

  /** Bytes after the status code in a close frame (RFC 6455 §5.5). */
  private static final int MAX_CLOSE_REASON = 123;

  private final Channels channels;
  private final StreamPlayer.Environment environment;
  private final EdgeConfig config;
  private final EdgeMetrics metrics;
  private final NodeId nodeId;
  private final InstantSource clock = InstantSource.system();
  private final ConnectedViewers viewers;
  private final EventLoopChecks sweeps;

  LiveRoute(
      Channels channels,
      StreamPlayer.Environment environment,
      EdgeConfig config,
      EdgeMetrics metrics,
      ConnectedViewers viewers,
      EventLoopChecks sweeps,
      @Identifier("edge") NodeId nodeId) {
    this.channels = channels;
    this.environment = environment;
    this.config = config;
    this.metrics = metrics;
    this.viewers = viewers;
    this.sweeps = sweeps;
    this.nodeId = nodeId;
  }

  void register(@Observes Router router) {
    Content.route(router.routeWithRegex(PATH)).handler(this::accept);
    WrongMethod.refuse(
        router.routeWithRegex(PATH),
        Content.METHODS,
        rc -> StreamId.isValid(rc.pathParam("stream")));
  }

  private void accept(RoutingContext rc) {
    String name = rc.pathParam("stream");
    if (!StreamId.isValid(name)) {
      refuseName(rc, "stream id is not valid: " + InvalidName.of(name).text());
    } else if (!isUpgrade(rc.request())) {
      rc.response().putHeader(HttpHeaderNames.UPGRADE, "websocket");
      refuse(
          rc,
          HttpResponseStatus.UPGRADE_REQUIRED,
          "This is a WebSocket of subprotocol framelog.v1. Open /watch/" + name + " in a browser.");
    } else if (viewers.isLeaving()) {
      refuse(
          rc,
          HttpResponseStatus.SERVICE_UNAVAILABLE,
          "This edge is shutting down. Try again at another one.");
    } else {
      upgrade(rc, new StreamId(name));
    }
  }

  /**
   * A script in a browser cannot read the status of a refused upgrade, so the error is sent on the
   * socket.
   */
  private static void refuseName(RoutingContext rc, String why) {
    if (isUpgrade(rc.request())) {
      String error = ControlJson.write(new ServerMessage.Failure("not-a-stream", why));
      rc.request()
          .toWebSocket()
          .onSuccess(
              socket -> {
                socket.writeTextMessage(error);
                socket.close(CLOSE_NOT_A_STREAM, closeReason(why));
              })
          .onFailure(e -> LOG.debugf("upgrade failed reason=%s", e.toString()));
    } else {
      refuse(rc, HttpResponseStatus.NOT_FOUND, why);
    }
  }

  /** The reason is printable ASCII, so each character is one byte. */
  private static String closeReason(String why) {
    return why.length() <= MAX_CLOSE_REASON ? why : why.substring(0, MAX_CLOSE_REASON);
  }

  private static boolean isUpgrade(HttpServerRequest request) {
    return HttpMethod.GET.equals(request.method())
        && "websocket".equalsIgnoreCase(request.getHeader(HttpHeaderNames.UPGRADE));
  }

  private static void refuse(RoutingContext rc, HttpResponseStatus status, String why) {
    ErrorAnswer.textWithLength(rc.request(), status, why);
  }

  private void upgrade(RoutingContext rc, StreamId stream) {
    StartPoint point;
    try {
      point =
          StartPoint.ofQuery(
              rc.request().getParam("from"), rc.request().getParam("at"), clock.instant());
    } catch (IllegalArgumentException e) {
      refuse(rc, HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
      return;
    }
    boolean text = !"false".equals(rc.request().getParam("text"));
    FrameWriters writers = FrameWriters.below(rc.request());
    SocketMessages messages = SocketMessages.below(rc.request());
    rc.request()
        .connection()
        .exceptionHandler(
            e -> {
              FatalErrors.endProcessOn(e);
              LOG.debugf("connection failed stream=%s reason=%s", stream, e.toString());
            });
    rc.request()
        .toWebSocket()
        .onSuccess(socket -> begin(socket, writers, messages, stream, point, text))
        .onFailure(e -> LOG.debugf("upgrade failed stream=%s reason=%s", stream, e.toString()));
  }

  private void begin(
      ServerWebSocket socket,
      FrameWriters writers,
      SocketMessages messages,
      StreamId stream,
      StartPoint point,
      boolean text) {
    Context context = Vertx.currentContext();
    Executor loop = writers.loop(context);
    FrameWriter writer = writers.forSocket(socket);
    Viewer viewer =
        new Viewer(
            writer, new Viewer.Settings(stream, text, config.viewerQueue().asLongValue()), metrics);
    ChannelLease lease = channels.lease(stream);
    StreamPlayer player = new StreamPlayer(environment, lease.channel(), viewer, loop);
    WebSocketSession session =
        new WebSocketSession(
            socket,
            new MessagePace(socket, context),
            loop,
            viewer,
            player,
            lease,
            clock,
            metrics::playerStats);
    messages.bound(ClientMessage.MAX, ClientMessage.MAX, session::refuseTooLong);
    SocketWatch watch =
        new SocketWatch(viewer, writer, config.stallTimeout(), metrics::givenUp, System.nanoTime());
    socket.pongHandler(pong -> watch.pong());
    sweeps.add(loop, watch);
    session.begin(
        nodeId.value(),
        point,
        () -> {
          sweeps.remove(loop, watch);
          viewers.remove(session);
        });
    if (!viewers.add(session)) {
      // It connected while the other viewers were asked to move.
      session.move(Duration.ZERO);
      session.leave();
    }
  }
}
