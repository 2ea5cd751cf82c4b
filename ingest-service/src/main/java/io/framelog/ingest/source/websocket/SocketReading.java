package io.framelog.ingest.source.websocket;

import io.framelog.security.connection.VertxInternals;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;

/**
 * Pauses and resumes reading a WebSocket. Vert.x alone would buffer sixteen frames of the maximum
 * size, so the channel below is paused too. On the socket's event loop.
 */
final class SocketReading {
  private final @Nullable Channel channel;

  private SocketReading(@Nullable Channel channel) {
    this.channel = channel;
  }

  /** To be called before the request is upgraded. */
  static SocketReading below(HttpServerRequest request) {
    return new SocketReading(VertxInternals.channel(request));
  }

  void pause(ServerWebSocket socket) {
    socket.pause();
    setAutoRead(false);
  }

  void resume(ServerWebSocket socket) {
    setAutoRead(true);
    socket.resume();
  }

  /** Resets the connection and discards what its peer has not received. */
  @SuppressWarnings("FutureReturnValueIgnored") // a channel that cannot be closed is closed
  void abort() {
    if (channel != null) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.close();
    }
  }

  private void setAutoRead(boolean reading) {
    if (channel != null) {
      channel.config().setAutoRead(reading);
    }
  }
}
