package io.framelog.edge.frame;

/** One socket's outgoing side. Every method is called on the socket's own event loop. */
public interface FrameWriter {
  /** False while the socket's buffer is above its high-water mark: keep what comes for later. */
  boolean isWritable();

  /** Writes without flushing; takes a reference of its own, so the caller keeps its own. */
  void write(SharedFrame frame);

  void flush();

  /** Bytes written that the socket has not taken yet; 0 where that cannot be known. */
  long pendingBytes();

  /**
   * Ends what is sent after what was written: a WebSocket by a close frame, an HTTP body in order.
   *
   * @param code RFC 6455 §7.4; HTTP has no word for it
   */
  void close(int code, String reason);

  /** Ends the connection at once; what waits in it is dropped. Idempotent. */
  void abort();
}
