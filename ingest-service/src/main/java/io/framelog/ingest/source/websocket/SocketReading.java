package io.framelog.ingest.source.websocket;

import io.framelog.security.connection.VertxInternals;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import org.jspecify.annotations.Nullable;

/**
 * Stops and resumes reading a WebSocket. Vert.x alone would read on until sixteen frames wait, each
 * as large as a frame may be; so the channel below stops too. On the socket's event loop.
 */
final class SocketReading {
  private final @Nullable Channel channel;

  private SocketReading(@Nullable Channel channel) {
    this.channel = channel;
  }

  /** Looks below a request that has not been upgraded yet. */
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

  /** Ends the connection with a reset: what its peer has not taken is discarded. */
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
