package io.framelog.security.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the messages that the peer of a WebSocket may send, unfinished ones too, and ensures that
 * the close frame with the reason reaches the peer.
 *
 * <pre>
 *          a message too long            close frame written           peer closed, or a bound
 *   OPEN ─────────────────────▶ DISCARDING ─────────────▶ output shut ─────────────────────▶ closed
 * </pre>
 *
 * Further bytes of the peer are read and discarded: if the connection were closed with unread
 * bytes, TCP would reset it, and the reset would discard the close frame in transit. Confined to
 * its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a channel that fails is closed
final class MessageBound extends ChannelDuplexHandler {
  /** Most bytes that are discarded. */
  private static final long MAX_DISCARDED = 64L << 20;

  /** Longest time in which bytes are discarded, ms. */
  private static final long MAX_MS = 10_000;

  private static final String DECODER = "wsdecoder";

  private final int textBytes;
  private final int binaryBytes;
  private final Runnable onTooLong;
  private boolean inText;
  private long message;
  private boolean discarding;
  private long discarded;

  MessageBound(int textBytes, int binaryBytes, Runnable onTooLong) {
    this.textBytes = textBytes;
    this.binaryBytes = binaryBytes;
    this.onTooLong = onTooLong;
  }

  /** A decoder that rejects larger frames, and leaves the answer to this handler. */
  private WebSocket13FrameDecoder decoder() {
    return new WebSocket13FrameDecoder(
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(Math.max(textBytes, binaryBytes))
            .closeOnProtocolViolation(false)
            .build());
  }

  /**
   * Adds itself to the pipeline of an upgraded connection.
   *
   * @param before name of the handler that reads frames
   */
  void install(Channel channel, String before) {
    if (channel.pipeline().get(before) != null) {
      channel.pipeline().replace(DECODER, DECODER, decoder());
      channel.pipeline().addBefore(before, null, this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    if (discarding) {
      discard(context, read);
    } else if (isTooLong(read)) {
      ReferenceCountUtil.release(read);
      beginDiscarding(context);
    } else {
      context.fireChannelRead(read);
    }
  }

  private boolean isTooLong(Object read) {
    if (read instanceof TextWebSocketFrame || read instanceof BinaryWebSocketFrame) {
      inText = read instanceof TextWebSocketFrame;
      message = 0;
    } else if (!(read instanceof ContinuationWebSocketFrame)) {
      return false;
    }
    message += ((WebSocketFrame) read).content().readableBytes();
    return message > (inText ? textBytes : binaryBytes);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (failure instanceof CorruptedWebSocketFrameException corrupted && !discarding) {
      if (corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
        beginDiscarding(context);
        return;
      }
      context.writeAndFlush(
          new CloseWebSocketFrame(corrupted.closeStatus()), context.voidPromise());
    }
    context.fireExceptionCaught(failure);
  }

  private void beginDiscarding(ChannelHandlerContext context) {
    discarding = true;
    // From now on bytes are not decoded as frames.
    if (context.pipeline().get(DECODER) != null) {
      context.pipeline().remove(DECODER);
    }
    onTooLong.run();
    context.channel().config().setAutoRead(true);
    var unused = context.executor().schedule(() -> finish(context), MAX_MS, TimeUnit.MILLISECONDS);
  }

  private void discard(ChannelHandlerContext context, Object read) {
    discarded +=
        read instanceof ByteBuf bytes
            ? bytes.readableBytes()
            : read instanceof WebSocketFrame frame ? frame.content().readableBytes() : 0;
    ReferenceCountUtil.release(read);
    context.channel().config().setAutoRead(true);
    if (discarded > MAX_DISCARDED) {
      finish(context);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object written, ChannelPromise promise) {
    if (discarding && written instanceof CloseWebSocketFrame) {
      context.write(written, promise.unvoid()).addListener(done -> shutOutput(context));
    } else {
      context.write(written, promise);
    }
  }

  /** The peer sees the end of the stream after the close frame, and closes. */
  private static void shutOutput(ChannelHandlerContext context) {
    if (context.channel() instanceof DuplexChannel channel && channel.isActive()) {
      channel.shutdownOutput();
    }
  }

  private static void finish(ChannelHandlerContext context) {
    context.close();
  }
}
