package io.framelog.edge.hls;

import io.framelog.edge.connection.DisconnectReason;
import io.framelog.edge.connection.EventLoopChecks;
import io.framelog.edge.connection.ViewerStallWatch;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gives up a reader that takes nothing of its answer, which would be held in memory for as long as
 * the reader likes. Confined to its event loop.
 */
final class StalledAnswer implements EventLoopChecks.Swept {
  private final LongSupplier pendingBytes;
  private final Runnable abort;
  private final Duration timeout;
  private final Consumer<DisconnectReason> onGivenUp;
  private final ViewerStallWatch stall = new ViewerStallWatch(System.nanoTime());
  private Runnable stop = () -> {};

  /**
   * @param pendingBytes of the answer that the reader has not taken
   * @param abort ends the answer
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

  /** Looks from now on, until the reader has taken all. */
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
