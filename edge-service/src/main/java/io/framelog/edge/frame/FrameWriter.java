package io.framelog.edge.frame;

/** Writes frames to one socket. All methods are called on the socket's event loop. */
public interface FrameWriter {
  /**
   * False while the socket's buffer is above its high-water mark: callers queue frames meanwhile.
   */
  boolean isWritable();

  /** Writes without flushing. Takes a reference of its own; the caller keeps its reference. */
  void write(SharedFrame frame);

  void flush();

  /** Bytes written that the socket has not accepted yet; 0 if unknown. */
  long pendingBytes();

  /**
   * Closes in order after the frames written so far: a WebSocket with a close frame, an HTTP body
   * with its end.
   *
   * @param code RFC 6455 §7.4; ignored for HTTP
   */
  void close(int code, String reason);

  /** Closes the connection at once; pending bytes are dropped. Idempotent. */
  void abort();
}
