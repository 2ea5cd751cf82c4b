package io.framelog.edge.websocket;

import io.framelog.edge.channel.ChannelLease;
import io.framelog.edge.connection.ConnectedViewers;
import io.framelog.edge.message.ClientMessage;
import io.framelog.edge.message.ServerMessage;
import io.framelog.process.FatalErrors;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One player's socket: handles its messages, controls its {@link StreamPlayer}, and releases its
 * resources. Confined to its event loop, except {@link #move} and {@link #leave}.
 */
final class WebSocketSession implements ConnectedViewers.Connected {
  private static final Logger LOG = Logger.getLogger(WebSocketSession.class);

  /** RFC 6455 §7.4.1. */
  private static final int GOING_AWAY = 1001;

  private static final int TOO_BIG = 1009;

  private final ServerWebSocket socket;
  private final MessagePace pace;
  private final Executor loop;
  private final Viewer viewer;
  private final StreamPlayer player;
  private final ChannelLease lease;
  private final InstantSource clock;
  private final Consumer<ClientMessage.Stats> stats;

  WebSocketSession(
      ServerWebSocket socket,
      MessagePace pace,
      Executor loop,
      Viewer viewer,
      StreamPlayer player,
      ChannelLease lease,
      InstantSource clock,
      Consumer<ClientMessage.Stats> stats) {
    this.socket = socket;
    this.pace = pace;
    this.loop = loop;
    this.viewer = viewer;
    this.player = player;
    this.lease = lease;
    this.clock = clock;
    this.stats = stats;
  }

  /**
   * @param onClosed called once, when the socket is closed
   */
  void begin(String edge, StartPoint point, Runnable onClosed) {
    socket.textMessageHandler(
        text -> {
          pace.onMessage();
          read(text);
        });
    socket.binaryMessageHandler(
        bytes -> {
          pace.onMessage();
          refuse("message is binary, expected a JSON object as text");
        });
    socket.drainHandler(writable -> viewer.drained());
    socket.exceptionHandler(
        e -> {
          FatalErrors.endProcessOn(e);
          LOG.debugf("socket failed stream=%s reason=%s", lease.channel().stream(), e.toString());
        });
    socket.closeHandler(
        closed -> {
          pace.stop();
          player.close();
          viewer.gone();
          lease.close();
          onClosed.run();
        });
    viewer.tellOnce(
        new ServerMessage.Hello(edge, clock.millis(), SocketWatch.HEARTBEAT_EVERY.toMillis()));
    player.play(point);
    viewer.flush();
  }

  private void read(@Nullable String text) {
    if (text == null) {
      return;
    }
    try {
      act(ClientMessage.parse(text));
    } catch (IllegalArgumentException e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  /** Closes the socket because a message is longer than allowed. */
  void refuseTooLong() {
    viewer.close(TOO_BIG, "message over " + ClientMessage.MAX + " bytes");
  }

  private void act(ClientMessage message) {
    if (message instanceof ClientMessage.Seek seek) {
      player.play(StartPoint.ofTarget(seek.target(), clock.instant()));
    } else if (message instanceof ClientMessage.Live) {
      player.play(new StartPoint.Live());
    } else if (message instanceof ClientMessage.Pause) {
      player.pause();
    } else if (message instanceof ClientMessage.Resume) {
      player.resume();
    } else if (message instanceof ClientMessage.Stats reported) {
      stats.accept(reported);
    }
  }

  private void refuse(String why) {
    viewer.tellOnce(new ServerMessage.Failure("bad-message", why));
    viewer.flush();
  }

  @Override
  public void move(Duration grace) {
    loop.execute(
        () -> {
          String position = viewer.position().map(Object::toString).orElse(null);
          viewer.tellOnce(new ServerMessage.Moved(position, grace.toMillis()));
          viewer.flush();
        });
  }

  @Override
  public void leave() {
    loop.execute(
        () -> {
          player.close();
          viewer.close(GOING_AWAY, "the edge is shutting down");
        });
  }
}
