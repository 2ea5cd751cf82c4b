package io.framelog.edge.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * Writes an HTTP body through the public API of Vert.x, which supports HTTP/2, TLS and compression.
 * In HTTP/1.0 the end of the connection ends the body.
 */
final class VertxBodyWriter implements FrameWriter {
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final BodyPatch patch;
  private final boolean endsWithConnection;
  private long pendingBytes;

  VertxBodyWriter(HttpServerRequest request, BodyPatch patch) {
    this.request = request;
    this.patch = patch;
    this.response = request.response();
    this.endsWithConnection = request.version() == HttpVersion.HTTP_1_0;
    if (!endsWithConnection) {
      response.setChunked(true);
    }
  }

  @Override
  public boolean isWritable() {
    return !response.writeQueueFull();
  }

  @Override
  public void write(SharedFrame frame) {
    int copied = patch.copiedBytes(frame.payload());
    if (copied > 0) {
      ByteBuf head = PooledByteBufAllocator.DEFAULT.directBuffer(copied);
      frame.copyPayload(head, copied);
      patch.change(head, 0);
      write(head);
    }
    write(frame.retainedPayload().skipBytes(copied));
  }

  // Vert.x 4 has no other method without a copy; version 5 moves it to another class.
  @SuppressWarnings("deprecation")
  private void write(ByteBuf payload) {
    int bytes = payload.readableBytes();
    pendingBytes += bytes;
    // Vert.x does not release the buffer.
    response
        .write(Buffer.buffer(payload))
        .onComplete(
            written -> {
              pendingBytes -= bytes;
              payload.release();
            });
  }

  @Override
  public void flush() {
    // Vert.x flushes each write
  }

  @Override
  public long pendingBytes() {
    return pendingBytes;
  }

  @Override
  public void close(int code, String reason) {
    response
        .end()
        .onComplete(
            ended -> {
              if (endsWithConnection) {
                request.connection().close();
              }
            });
  }

  @Override
  public void abort() {
    response.reset();
  }
}
