package io.framelog.edge.websocket;

import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;

/**
 * Reads at most so many messages a second from a player. Each may cost a lookup in the log, so the
 * others stay where they cost nothing: in the player's own socket.
 *
 * <pre>
 *   message ─▶ left? ── yes ─▶ handled
 *                └──── last one ─▶ socket paused ── {@link #EVERY_MS} ─▶ one more left, read on
 * </pre>
 *
 * Confined to the socket's event loop.
 */
final class MessagePace {
  /** A person who drags a slider. */
  static final int BURST = 32;

  static final long EVERY_MS = 50;

  private final ServerWebSocket socket;
  private final Context loop;
  private int left = BURST;
  private long timer = -1;

  /**
   * @param loop the socket's
   */
  MessagePace(ServerWebSocket socket, Context loop) {
    this.socket = socket;
    this.loop = loop;
  }

  /** A message has come. */
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

  /** The socket is closed. */
  void stop() {
    if (timer >= 0) {
      loop.owner().cancelTimer(timer);
      timer = -1;
    }
  }
}
