package io.framelog.edge.websocket;

import io.framelog.edge.connection.DisconnectReason;
import io.framelog.edge.connection.EventLoopChecks;
import io.framelog.edge.connection.ViewerStallWatch;
import io.framelog.edge.frame.FrameWriter;
import io.framelog.edge.frame.SharedFrame;
import io.framelog.edge.message.ServerMessage;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Sends heartbeats to idle players, and closes the socket of a player that is not connected any
 * more or accepts no data.
 *
 * <pre>
 *            accepts no data for the stall time-out,
 *            or two pings without a pong                 a moment
 *   OPEN ─────────────────────────────────────▶ CLOSING ──────────▶ reset
 *     └────────────── closed by others ────────────▲
 * </pre>
 *
 * The close frame is queued after data that the socket does not accept, so the connection is reset
 * if it is still open a moment later. Confined to its event loop.
 */
final class SocketWatch implements EventLoopChecks.Swept {
  /** The player accepted no data, or did not answer pings. */
  static final int CLOSE_STALLED = 4008;

  /** Less than the idle time-outs of usual proxies. */
  static final Duration PING_EVERY = Duration.ofSeconds(20);

  static final Duration CLOSING = Duration.ofSeconds(5);

  /**
   * Longest time between two messages to a player that gets text messages. A message written
   * directly after one sweep is followed by a heartbeat two sweeps later.
   */
  static final Duration HEARTBEAT_EVERY = EventLoopChecks.EVERY.multipliedBy(2);

  private static final SharedFrame PING = SharedFrame.ping();
  private static final SharedFrame HEARTBEAT = new ServerMessage.Heartbeat().frame();
  private static final int MAX_UNANSWERED = 2;

  private final Viewer viewer;
  private final FrameWriter writer;
  private final Duration stallTimeout;
  private final Consumer<DisconnectReason> onGivenUp;
  private final ViewerStallWatch stall;
  private long pingedAt;
  private long writtenThen;
  private int unanswered;
  private long closingSince;
  private boolean closing;

  SocketWatch(
      Viewer viewer,
      FrameWriter writer,
      Duration stallTimeout,
      Consumer<DisconnectReason> onGivenUp,
      long now) {
    this.viewer = viewer;
    this.writer = writer;
    this.stallTimeout = stallTimeout;
    this.onGivenUp = onGivenUp;
    this.stall = new ViewerStallWatch(now);
    this.pingedAt = now;
  }

  @Override
  public void sweep(long now) {
    viewer.report();
    if (viewer.isClosed()) {
      expire(now);
    } else if (stall.look(writer.pendingBytes(), viewer.writtenBytes(), now)
        >= stallTimeout.toNanos()) {
      close(
          DisconnectReason.STALLED, "no data was accepted for " + stallTimeout.toSeconds() + " s");
    } else {
      beat();
      if (now - pingedAt >= PING_EVERY.toNanos()) {
        ping(now);
      }
    }
  }

  /** Sends a heartbeat if nothing was written since the last sweep. */
  private void beat() {
    if (viewer.writtenBytes() == writtenThen) {
      viewer.beat(HEARTBEAT);
    }
    writtenThen = viewer.writtenBytes();
  }

  private void ping(long now) {
    if (unanswered == MAX_UNANSWERED) {
      close(
          DisconnectReason.NO_PONG,
          "no pong for " + MAX_UNANSWERED * PING_EVERY.toSeconds() + " s");
    } else if (writer.isWritable()) {
      pingedAt = now;
      unanswered++;
      writer.write(PING);
      writer.flush();
    }
  }

  /** RFC 6455 §5.5.3; an unsolicited pong counts as well. */
  void pong() {
    unanswered = 0;
  }

  private void close(DisconnectReason reason, String why) {
    onGivenUp.accept(reason);
    viewer.close(CLOSE_STALLED, why);
  }

  private void expire(long now) {
    if (!closing) {
      closing = true;
      closingSince = now;
    } else if (now - closingSince >= CLOSING.toNanos()) {
      writer.abort();
    }
  }
}
