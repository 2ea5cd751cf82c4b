package io.framelog.edge.frame;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one place that knows the inside of Vert.x: the Netty channel below a request, which must be
 * taken before the upgrade, and the name its handler has in the pipeline after it.
 */
public final class FrameWriters {
  private static final Logger LOG = Logger.getLogger(FrameWriters.class);
  private static final String VERTX_HANDLER = "handler";

  private final @Nullable Channel channel;

  private FrameWriters(@Nullable Channel channel) {
    this.channel = channel;
  }

  /** Looks below a request that has not been upgraded yet. */
  public static FrameWriters below(HttpServerRequest request) {
    return request.connection() instanceof ConnectionBase connection
        ? new FrameWriters(connection.channel())
        : new FrameWriters(null);
  }

  /** A writer for the upgraded socket, on its event loop: the shared one, or the copying one. */
  public FrameWriter forSocket(ServerWebSocket socket) {
    ChannelHandlerContext context =
        channel == null ? null : channel.pipeline().context(VERTX_HANDLER);
    if (context == null) {
      LOG.debugf("no Netty context below the WebSocket, frames are copied per viewer");
      return new VertxFrameWriter(socket);
    }
    return new NettyFrameWriter(socket, context);
  }

  /**
   * The event loop to call the writer on: the channel's own, the same object for all its sockets,
   * so that a batch hops once for all of them.
   *
   * @param fallback the socket's context, where there is no channel to be seen
   */
  public Executor loop(Context fallback) {
    return channel != null ? channel.eventLoop() : task -> fallback.runOnContext(ran -> task.run());
  }
}
