package io.framelog.edge.hls;

import io.framelog.edge.connection.DisconnectReason;
import io.framelog.edge.connection.EventLoopChecks;
import io.framelog.edge.connection.ViewerStallWatch;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Aborts a response whose client accepts no data, because the client would determine for how long
 * the response stays in memory. Confined to its event loop.
 */
final class StalledAnswer implements EventLoopChecks.Swept {
  private final LongSupplier pendingBytes;
  private final Runnable abort;
  private final Duration timeout;
  private final Consumer<DisconnectReason> onGivenUp;
  private final ViewerStallWatch stall = new ViewerStallWatch(System.nanoTime());
  private Runnable stop = () -> {};

  /**
   * @param pendingBytes supplies the bytes of the response that the client has not accepted
   * @param abort resets the response
   */
  StalledAnswer(
      LongSupplier pendingBytes,
      Runnable abort,
      Duration timeout,
      Consumer<DisconnectReason> onGivenUp) {
    this.pendingBytes = pendingBytes;
    this.abort = abort;
    this.timeout = timeout;
    this.onGivenUp = onGivenUp;
  }

  /** Begins the checks, which end when the client has accepted all bytes. */
  void begin(EventLoopChecks sweeps, Executor loop) {
    stop = () -> sweeps.remove(loop, this);
    sweeps.add(loop, this);
  }

  @Override
  public void sweep(long now) {
    long pending = pendingBytes.getAsLong();
    if (pending == 0) {
      stop.run();
    } else if (stall.look(pending, 0, now) >= timeout.toNanos()) {
      stop.run();
      onGivenUp.accept(DisconnectReason.STALLED);
      abort.run();
    }
  }
}
