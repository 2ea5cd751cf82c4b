package io.framelog.edge.frame;

import io.framelog.security.connection.VertxInternals;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Chooses how frames are written to a connection. The Netty channel of a request must be obtained
 * before the upgrade; the names of the handlers in its pipeline are those of Vert.x.
 */
public final class FrameWriters {
  private static final Logger LOG = Logger.getLogger(FrameWriters.class);
  private static final String WEB_SOCKET_ENCODER = "wsencoder";
  private static final String HTTP_ENCODER = "httpEncoder";
  // They change or delay bytes, so the encoder cannot be bypassed.
  private static final List<String> BODY_HANDLERS = List.of("deflater", "chunkedWriter");

  private final @Nullable Channel channel;

  private FrameWriters(@Nullable Channel channel) {
    this.channel = channel;
  }

  /** The writers for a request that has not been upgraded yet. */
  public static FrameWriters below(HttpServerRequest request) {
    return new FrameWriters(VertxInternals.channel(request));
  }

  /**
   * A writer for the upgraded socket, without copies if possible. To be called on its event loop.
   */
  public FrameWriter forSocket(ServerWebSocket socket) {
    ChannelHandlerContext context =
        channel == null ? null : channel.pipeline().context(WEB_SOCKET_ENCODER);
    if (channel == null || context == null) {
      LOG.debugf("WebSocket has no Netty context, frames are copied per viewer");
      return new VertxFrameWriter(socket);
    }
    new NettySocket(channel).settle();
    return channel instanceof EpollSocketChannel epoll
            && epoll.isOpen()
            && isBare(epoll, WEB_SOCKET_ENCODER)
        ? new EpollFrameWriter(epoll, socket, context)
        : new NettyFrameWriter(socket, context);
  }

  /** Whether there is no other handler, like TLS, between an encoder and the socket. */
  private static boolean isBare(Channel channel, String encoder) {
    if (!PlatformDependent.hasUnsafe()) {
      return false;
    }
    for (Map.Entry<String, ChannelHandler> handler : channel.pipeline()) {
      if (handler.getKey().equals(encoder)) {
        return true;
      }
      if (handler.getValue() instanceof ChannelOutboundHandler) {
        return false;
      }
    }
    return false;
  }

  /**
   * A writer for a response's body. Bypasses Vert.x for HTTP/1.1 without TLS and compression, else
   * uses it. The head is sent with the first frame. To be called on the response's event loop.
   *
   * @param patch how the body differs from the shared frames
   */
  public FrameWriter forBody(HttpServerRequest request, BodyPatch patch) {
    if (channel != null) {
      new NettySocket(channel).boundKernel();
    }
    ChannelHandlerContext encoder =
        channel == null || request.version() != HttpVersion.HTTP_1_1
            ? null
            : channel.pipeline().context(HTTP_ENCODER);
    if (encoder == null || BODY_HANDLERS.stream().anyMatch(this::passes)) {
      return new VertxBodyWriter(request, patch);
    }
    NettyBodyWriter writer = new NettyBodyWriter(request.response(), encoder, patch);
    return channel instanceof EpollSocketChannel epoll
            && epoll.isOpen()
            && isBare(epoll, HTTP_ENCODER)
        ? new EpollBodyWriter(epoll, patch, writer)
        : writer;
  }

  /** Bytes that the socket has not accepted, 0 if unknown. On its event loop. */
  public long pendingBytes() {
    return channel == null ? 0 : new NettySocket(channel).pendingBytes();
  }

  /** Resets the connection. On its event loop. */
  public void abort() {
    if (channel != null) {
      new NettySocket(channel).abort();
    }
  }

  private boolean passes(String handler) {
    return channel != null && channel.pipeline().get(handler) != null;
  }

  /**
   * The event loop to call the writer on. It is the same object for all sockets of a loop, so that
   * they are written in one pass.
   *
   * @param fallback the socket's context, if the channel is not accessible
   */
  public Executor loop(Context fallback) {
    return channel != null ? channel.eventLoop() : VertxInternals.eventLoop(fallback);
  }
}
