package io.framelog.edge.frame;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.WebSocketBase;

/**
 * Writes a shared frame unchanged to the connection's pipeline, bypassing Vert.x's framing: one
 * reference per viewer instead of a frame object and a copy.
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

  /** Writes a frame without its first bytes. */
  @SuppressWarnings(
      "FutureReturnValueIgnored") // a void promise has no listeners; failures close the channel
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
