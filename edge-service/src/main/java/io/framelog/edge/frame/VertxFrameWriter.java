package io.framelog.edge.frame;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;

/**
 * Writes through the public API of Vert.x, with a copy per viewer; used if Netty is not accessible.
 */
final class VertxFrameWriter implements FrameWriter {
  private final WebSocketBase socket;

  VertxFrameWriter(WebSocketBase socket) {
    this.socket = socket;
  }

  @Override
  public boolean isWritable() {
    return !socket.writeQueueFull();
  }

  @Override
  public void write(SharedFrame frame) {
    if (frame.isText()) {
      socket.writeTextMessage(frame.payloadText());
    } else if (frame.isPing()) {
      socket.writePing(Buffer.buffer());
    } else {
      socket.writeBinaryMessage(Buffer.buffer(frame.copyPayload()));
    }
  }

  @Override
  public void flush() {
    // Vert.x flushes each message
  }

  @Override
  public long pendingBytes() {
    return 0;
  }

  @Override
  public void close(int code, String reason) {
    socket.close((short) code, reason);
  }

  @Override
  public void abort() {
    socket.close();
  }
}
