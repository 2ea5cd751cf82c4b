package io.framelog.edge.http;

import io.framelog.edge.channel.ChannelViewer;

/** A viewer on an endless HTTP response. Confined to its event loop. */
interface HttpViewer extends ChannelViewer {
  /** The response is writable again. */
  void drained();

  /**
   * The client must connect to another edge: ends the response at the next suitable point, or
   * refuses the request if the response has not begun.
   */
  void move();

  /**
   * Ends the response at once in an orderly way, or refuses the request if the response has not
   * begun. Idempotent.
   */
  void end();

  /** The connection is closed, or the response has ended. Idempotent. */
  void gone();
}
