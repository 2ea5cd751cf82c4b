package io.framelog.security.connection;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the messages of a WebSocket below Vert.x, which would put an unfinished message together
 * without a bound of ours, would answer a frame that is too large with a reset, and would answer
 * every ping of a peer that reads nothing.
 */
public final class SocketMessages {
  private static final String VERTX_HANDLER = "handler";

  private final @Nullable Channel channel;

  private SocketMessages(@Nullable Channel channel) {
    this.channel = channel;
  }

  /** Looks below a request that has not been upgraded yet. */
  public static SocketMessages below(HttpServerRequest request) {
    return new SocketMessages(VertxInternals.channel(request));
  }

  /**
   * Bounds them from now on; on the event loop of the upgraded socket.
   *
   * @param textBytes most bytes of a text message
   * @param binaryBytes most bytes of a binary one
   * @param onTooLong called once, on the event loop, when a message has more; is to close the
   *     socket. No frame comes any more.
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
