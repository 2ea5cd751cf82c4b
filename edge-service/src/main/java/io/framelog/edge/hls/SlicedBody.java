package io.framelog.edge.hls;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * The body of an HTTP/2 answer, written in slices: each is done when flow control (RFC 9113 §5.2)
 * has let all of it go, which shows how much the reader has taken. Confined to the response's event
 * loop.
 */
final class SlicedBody {
  /** The default of {@code SETTINGS_MAX_FRAME_SIZE} (RFC 9113 §6.5.2), so a slice is a frame. */
  private static final int SLICE_BYTES = 16 * 1024;

  private final HttpServerResponse response;
  private long pendingBytes;

  private SlicedBody(HttpServerResponse response) {
    this.response = response;
  }

  /**
   * Writes all of a body; takes over its reference. The response ends when all has left, because
   * one that has ended cannot be reset.
   */
  static SlicedBody write(HttpServerResponse response, ByteBuf body) {
    SlicedBody written = new SlicedBody(response);
    written.pendingBytes = body.readableBytes();
    while (body.isReadable()) {
      written.write(body.readRetainedSlice(Math.min(SLICE_BYTES, body.readableBytes())));
    }
    body.release();
    if (written.pendingBytes == 0) {
      response.end();
    }
    return written;
  }

  // Vert.x 4 has no other way to hand on memory without a copy; version 5 moves it elsewhere.
  @SuppressWarnings("deprecation")
  private void write(ByteBuf slice) {
    int bytes = slice.readableBytes();
    // Vert.x writes what it is handed without giving it back.
    response
        .write(Buffer.buffer(slice))
        .onComplete(
            written -> {
              pendingBytes -= bytes;
              slice.release();
              if (pendingBytes == 0 && written.succeeded()) {
                response.end();
              }
            });
  }

  /** Bytes that the reader has not taken; 0 when all have left, or the response has failed. */
  long pendingBytes() {
    return pendingBytes;
  }

  /** Ends this response alone; the other answers on its connection go on. */
  void abort() {
    response.reset();
  }
}
