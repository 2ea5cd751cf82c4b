package io.framelog.security.connection;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the messages of a WebSocket below Vert.x, which would buffer an unfinished message without
 * a bound, answer a frame that is too large with a reset, and answer every ping of a peer that
 * reads nothing.
 */
public final class SocketMessages {
  private static final String VERTX_HANDLER = "handler";

  private final @Nullable Channel channel;

  private SocketMessages(@Nullable Channel channel) {
    this.channel = channel;
  }

  /** To be called before the request is upgraded. */
  public static SocketMessages below(HttpServerRequest request) {
    return new SocketMessages(VertxInternals.channel(request));
  }

  /**
   * Bounds the messages from now on; called on the event loop of the upgraded socket.
   *
   * @param textBytes most bytes of a text message
   * @param binaryBytes most bytes of a binary one
   * @param onTooLong called once, on the event loop, when a message has more; must close the
   *     socket. No frame follows.
   */
  public void bound(int textBytes, int binaryBytes, Runnable onTooLong) {
    if (channel != null) {
      new MessageBound(textBytes, binaryBytes, onTooLong).install(channel, VERTX_HANDLER);
      if (channel.pipeline().get(VERTX_HANDLER) != null) {
        channel.pipeline().addBefore(VERTX_HANDLER, null, PingGate.INSTANCE);
      }
    }
  }
}
