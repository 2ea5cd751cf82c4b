package io.framelog.ingest.source;

import java.nio.ByteBuffer;

/** Takes a source's bytes and its end, on the connection's event loop. */
public interface SourceListener {
  /** Bytes in the order sent, in any slicing; the buffer is valid only during the call. */
  void onBytes(ByteBuffer bytes);

  /**
   * The publisher has left off where it was and begins anew with a container's header, of the same
   * container or another one.
   */
  void onRestart();

  /**
   * What the publisher sent breaks the source's own rules, or the source cannot go on. No call
   * follows.
   *
   * @param end the reason it is to be told
   */
  void onRefused(SourceEnd end);

  /** The publisher has sent everything and closed in order. No call follows. */
  void onFinished();

  /**
   * The connection broke. No call follows.
   *
   * @param detail what the network said
   */
  void onDisconnected(String detail);
}
