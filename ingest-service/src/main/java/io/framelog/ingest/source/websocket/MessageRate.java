package io.framelog.ingest.source.websocket;

import java.util.concurrent.TimeUnit;

/**
 * Counts messages against a rate and allows bursts: messages that the network delays for seconds
 * arrive at once. Every message costs an event, however small it is. Times are {@link
 * io.framelog.ingest.source.EventLoop#nanoTime()}. One thread.
 */
final class MessageRate {
  /** How long a burst may last, s. */
  private static final int BURST_SECONDS = 10;

  private final double perNano;
  private final double most;
  private double left;
  private long last;

  /**
   * @param perSecond at least 1
   */
  MessageRate(int perSecond, long now) {
    this.perNano = (double) perSecond / TimeUnit.SECONDS.toNanos(1);
    this.most = (double) perSecond * BURST_SECONDS;
    this.left = most;
    this.last = now;
  }

  /** Counts one message; false when it exceeds the rate. */
  boolean take(long now) {
    left = Math.min(most, left + (now - last) * perNano);
    last = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
