package io.framelog.edge.frame;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.WebSocketBase;

/**
 * Writes a shared frame as it is into the connection's pipeline, past Vert.x's own framing: one
 * reference count a viewer instead of one frame object and one copy.
 */
final class NettyFrameWriter implements FrameWriter {
  private final WebSocketBase socket;
  private final ChannelHandlerContext context;
  private final NettySocket below;

  /**
   * @param context the context of the WebSocket encoder: writes from it pass TLS but no framing
   */
  NettyFrameWriter(WebSocketBase socket, ChannelHandlerContext context) {
    this.socket = socket;
    this.context = context;
    this.below = new NettySocket(context.channel());
  }

  @Override
  public boolean isWritable() {
    return below.isWritable();
  }

  @Override
  public void write(SharedFrame frame) {
    writeFrom(frame, 0);
  }

  /** Writes what follows the first bytes of a frame. */
  @SuppressWarnings(
      "FutureReturnValueIgnored") // a void promise tells nobody; failures close the channel
  void writeFrom(SharedFrame frame, int skipped) {
    context.write(frame.retainedBytesFrom(skipped), context.voidPromise());
  }

  @Override
  public void flush() {
    context.flush();
  }

  @Override
  public long pendingBytes() {
    return below.pendingBytes();
  }

  @Override
  public void close(int code, String reason) {
    context.flush();
    socket.close((short) code, reason);
  }

  @Override
  public void abort() {
    below.abort();
  }
}
