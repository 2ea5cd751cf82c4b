package io.framelog.edge.http;

import io.framelog.edge.channel.ChannelViewer;

/** One who watches by an endless response. Confined to its event loop. */
interface HttpViewer extends ChannelViewer {
  /** The response takes more. */
  void drained();

  /**
   * The reader is to ask another edge: ends the response where that costs it least, or refuses
   * where it has not begun.
   */
  void move();

  /** Ends the response in order and at once, or refuses where it has not begun. Idempotent. */
  void end();

  /** The connection is closed, or the response has ended. Idempotent. */
  void gone();
}
