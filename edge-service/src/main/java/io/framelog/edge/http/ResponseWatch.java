package io.framelog.edge.http;

import io.framelog.edge.connection.DisconnectReason;
import io.framelog.edge.connection.EventLoopChecks;
import io.framelog.edge.connection.ViewerStallWatch;
import io.framelog.edge.frame.FrameWriter;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Resets the connection of a client that accepts no data of its response, also while the rest of an
 * ended body is pending. Confined to its event loop.
 */
final class ResponseWatch implements EventLoopChecks.Swept {
  private final ProgressiveViewer viewer;
  private final FrameWriter writer;
  private final Duration stallTimeout;
  private final Consumer<DisconnectReason> onGivenUp;
  private final ViewerStallWatch stall = new ViewerStallWatch(System.nanoTime());
  private Runnable stop = () -> {};

  ResponseWatch(
      ProgressiveViewer viewer,
      FrameWriter writer,
      Duration stallTimeout,
      Consumer<DisconnectReason> onGivenUp) {
    this.viewer = viewer;
    this.writer = writer;
    this.stallTimeout = stallTimeout;
    this.onGivenUp = onGivenUp;
  }

  /** Begins the checks, which end when the socket has accepted the whole body. */
  void begin(EventLoopChecks sweeps, Executor loop) {
    stop = () -> sweeps.remove(loop, this);
    sweeps.add(loop, this);
  }

  @Override
  public void sweep(long now) {
    long pending = writer.pendingBytes();
    if (viewer.isOver() && pending == 0) {
      stop.run();
    } else if (stall.look(pending, viewer.writtenBytes(), now) >= stallTimeout.toNanos()) {
      stop.run();
      onGivenUp.accept(DisconnectReason.STALLED);
      writer.abort();
    }
  }
}
