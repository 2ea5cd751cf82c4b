package io.framelog.ingest.source.http;

import io.framelog.ingest.source.ConnectionFailure;
import io.framelog.process.FatalErrors;
import io.framelog.security.connection.VertxInternals;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the HTTP decoder in a connection's pipeline, as after an upgrade: bytes after the
 * request's head are passed on as they arrive. The decoder returns what it has read beyond the
 * head. The only class of this package that depends on the internals of Vert.x. On the connection's
 * event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that fails is closed
final class UntilCloseBody extends ChannelInboundHandlerAdapter {
  /** Takes the body. */
  interface Taker {
    /** Valid only during the call. */
    void bytes(ByteBuffer bytes);

    /** The connection is closed; nothing follows. */
    void closed();

    /** The connection broke; nothing follows. */
    void broken(String why);
  }

  private final Channel channel;
  private @Nullable Taker taker;
  private String first = "";
  private @Nullable ChannelHandlerContext context;

  private UntilCloseBody(Channel channel) {
    this.channel = channel;
  }

  /**
   * The body of a request that is being handled.
   *
   * @throws IllegalStateException when the request has no HTTP/1 connection of its own
   */
  static UntilCloseBody of(HttpServerRequest request) {
    Channel channel = VertxInternals.channel(request);
    if (channel != null) {
      return new UntilCloseBody(channel);
    }
    throw new IllegalStateException("no channel below " + request.connection().getClass());
  }

  /**
   * Passes the body on from now on; bytes may be delivered during the call. To be called once.
   *
   * @param answer written before that, ASCII; may be empty
   */
  void start(Taker to, String answer) {
    taker = to;
    first = answer;
    ChannelHandlerContext decoder = channel.pipeline().context(HttpRequestDecoder.class);
    channel.pipeline().replace(decoder.name(), "until-close-body", this);
  }

  /** Writes below HTTP's encoder. */
  void write(String ascii) {
    ChannelHandlerContext here = context;
    if (here != null) {
      here.writeAndFlush(Unpooled.copiedBuffer(ascii, StandardCharsets.US_ASCII));
    }
  }

  void setReading(boolean reading) {
    channel.config().setAutoRead(reading);
  }

  boolean isOpen() {
    return channel.isActive();
  }

  void close() {
    channel.close();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    if (!first.isEmpty()) {
      write(first);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext here, Object read) {
    Taker to = taker;
    if (to == null || !(read instanceof ByteBuf bytes)) {
      // For Vert.x, the request ends with its head.
      here.fireChannelRead(read);
      return;
    }
    try {
      to.bytes(bytes.nioBuffer());
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext here) {
    if (taker != null) {
      taker.closed();
    }
    here.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext here, Throwable failure) {
    FatalErrors.endProcessOn(failure);
    if (taker != null) {
      taker.broken(ConnectionFailure.describe(failure));
    }
    here.close();
  }
}
