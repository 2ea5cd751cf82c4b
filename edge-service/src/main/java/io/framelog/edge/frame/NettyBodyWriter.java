package io.framelog.edge.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpServerResponse;

/**
 * Writes shared frames as chunks of an HTTP/1.1 body (RFC 9112 §7.1), bypassing the encoder, which
 * would encode each chunk for each viewer. Vert.x writes the head and the end of the body, so that
 * the connection can serve the next request.
 */
final class NettyBodyWriter implements FrameWriter {
  private final HttpServerResponse response;
  private final ChannelHandlerContext encoder;
  private final BodyPatch patch;
  private final NettySocket below;
  private boolean begun;

  /**
   * @param encoder the context of the encoder: writes from it are not encoded
   */
  NettyBodyWriter(HttpServerResponse response, ChannelHandlerContext encoder, BodyPatch patch) {
    this.response = response;
    this.patch = patch;
    this.encoder = encoder;
    this.below = new NettySocket(encoder.channel());
  }

  @Override
  public boolean isWritable() {
    return below.isWritable();
  }

  @Override
  public void write(SharedFrame frame) {
    begin();
    if (frame.payloadSize() > 0) { // an empty chunk would end the body
      writeFrom(frame, 0);
    }
  }

  /** Writes the response's head. Idempotent. */
  void begin() {
    if (!begun) {
      begun = true;
      below.beginBody();
      response.setChunked(true).writeHead();
    }
  }

  /** Writes a frame's chunk without its first bytes. */
  @SuppressWarnings(
      "FutureReturnValueIgnored") // a void promise has no listeners; failures close the channel
  void writeFrom(SharedFrame frame, int skipped) {
    int copied = patch.copiedBytes(frame.payload());
    int headBytes = frame.chunkHeadSize() + copied;
    if (skipped < headBytes) {
      ByteBuf head = copied == 0 ? frame.retainedChunkHead() : patchedHead(frame, copied);
      encoder.write(head.skipBytes(skipped), encoder.voidPromise());
    }
    ByteBuf body = frame.retainedChunkBodyFrom(copied);
    encoder.write(body.skipBytes(Math.max(skipped - headBytes, 0)), encoder.voidPromise());
  }

  private ByteBuf patchedHead(SharedFrame frame, int copied) {
    int chunkHead = frame.chunkHeadSize();
    ByteBuf head = PooledByteBufAllocator.DEFAULT.directBuffer(chunkHead + copied);
    frame.copyChunkHead(head, copied);
    patch.change(head, chunkHead);
    return head;
  }

  @Override
  public void flush() {
    encoder.flush();
  }

  @Override
  public long pendingBytes() {
    return below.pendingBytes();
  }

  @Override
  public void close(int code, String reason) {
    if (begun) {
      below.endBody();
    }
    response.end();
  }

  @Override
  public void abort() {
    below.abort();
  }
}
