package io.framelog.edge.websocket;

import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;

/**
 * Limits the rate at which messages of a player are read, because each may cause a lookup in the
 * log. Further messages stay in the socket's buffers.
 *
 * <pre>
 *   message ─▶ handled ─▶ tokens left? ── yes ─▶ next message
 *                             └── no ─▶ socket paused ── {@link #EVERY_MS} ─▶ one token, resumed
 * </pre>
 *
 * Confined to the socket's event loop.
 */
final class MessagePace {
  /** Enough for a user who drags a slider. */
  static final int BURST = 32;

  static final long EVERY_MS = 50;

  private final ServerWebSocket socket;
  private final Context loop;
  private int left = BURST;
  private long timer = -1;

  /**
   * @param loop context of the socket
   */
  MessagePace(ServerWebSocket socket, Context loop) {
    this.socket = socket;
    this.loop = loop;
  }

  /** A message has arrived. */
  void onMessage() {
    left--;
    if (left <= 0) {
      socket.pause();
    }
    if (timer < 0) {
      timer = loop.owner().setPeriodic(EVERY_MS, id -> oneMore());
    }
  }

  private void oneMore() {
    left++;
    if (left >= BURST) {
      stop();
    }
    if (left > 0) {
      socket.resume();
    }
  }

  /** Stops the timer, because the socket is closed. */
  void stop() {
    if (timer >= 0) {
      loop.owner().cancelTimer(timer);
      timer = -1;
    }
  }
}
