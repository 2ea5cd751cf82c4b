package io.framelog.ingest.source;

import java.nio.ByteBuffer;

/** Takes a source's bytes and its end, on the connection's event loop. */
public interface SourceListener {
  /** Bytes in the order sent, split anywhere; the buffer is valid only during the call. */
  void onBytes(ByteBuffer bytes);

  /** The publisher restarts with a container's header, of the same container or another one. */
  void onRestart();

  /**
   * The publisher violated the source's protocol, or the source failed. No call follows.
   *
   * @param end the reason to send to the publisher
   */
  void onRefused(SourceEnd end);

  /** The publisher has sent everything and closed normally. No call follows. */
  void onFinished();

  /**
   * The connection broke. No call follows.
   *
   * @param detail the network's error
   */
  void onDisconnected(String detail);
}
