package io.framelog.edge.hls;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * The body of an HTTP/2 response, written in slices. The write of a slice completes when flow
 * control (RFC 9113 §5.2) has let all of it pass, which shows how much the client has accepted.
 * Confined to the response's event loop.
 */
final class SlicedBody {
  /**
   * The default of {@code SETTINGS_MAX_FRAME_SIZE} (RFC 9113 §6.5.2), so each slice is one frame.
   */
  private static final int SLICE_BYTES = 16 * 1024;

  private final HttpServerResponse response;
  private long pendingBytes;

  private SlicedBody(HttpServerResponse response) {
    this.response = response;
  }

  /**
   * Writes a body; takes over its reference. The response is ended only when all slices are
   * written, because a response that has ended cannot be reset. The last of them ends it, possibly
   * before this method returns.
   */
  static SlicedBody write(HttpServerResponse response, ByteBuf body) {
    SlicedBody written = new SlicedBody(response);
    written.pendingBytes = body.readableBytes();
    if (!body.isReadable()) {
      response.end();
    }
    while (body.isReadable()) {
      written.write(body.readRetainedSlice(Math.min(SLICE_BYTES, body.readableBytes())));
    }
    body.release();
    return written;
  }

  // Vert.x 4 has no other method without a copy; version 5 moves it to another class.
  @SuppressWarnings("deprecation")
  private void write(ByteBuf slice) {
    int bytes = slice.readableBytes();
    // Vert.x does not release the buffer.
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

  /** Bytes that the client has not accepted; 0 when all are written, or the response has failed. */
  long pendingBytes() {
    return pendingBytes;
  }

  /** Resets this response only; other responses on its connection continue. */
  void abort() {
    response.reset();
  }
}
