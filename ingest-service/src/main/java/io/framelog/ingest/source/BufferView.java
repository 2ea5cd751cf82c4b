package io.framelog.ingest.source;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;

/** Accesses the memory of a Vert.x buffer. */
public final class BufferView {
  private BufferView() {}

  /** The bytes without a copy; valid only while the buffer is. */
  // Vert.x 4 has no other way to a buffer's memory; version 5 moves it to an internal interface.
  @SuppressWarnings("deprecation")
  public static ByteBuffer of(Buffer buffer) {
    return buffer.getByteBuf().nioBuffer();
  }
}
