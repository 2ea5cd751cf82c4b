package io.framelog.edge.viewer.hls;

import io.framelog.edge.frame.FrameWriters;
import io.framelog.edge.viewer.GivenUp;
import io.framelog.edge.viewer.LoopSweeps;
import io.framelog.edge.viewer.StallWatch;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Resets the connection of a reader that takes nothing of its answer, which would be held in memory
 * for as long as the reader likes. Confined to its event loop.
 */
final class StalledAnswer implements LoopSweeps.Swept {
  private final FrameWriters below;
  private final Duration timeout;
  private final Consumer<GivenUp> onGivenUp;
  private final StallWatch stall = new StallWatch(System.nanoTime());
  private Runnable stop = () -> {};

  StalledAnswer(FrameWriters below, Duration timeout, Consumer<GivenUp> onGivenUp) {
    this.below = below;
    this.timeout = timeout;
    this.onGivenUp = onGivenUp;
  }

  /** Looks from now on, until the socket has taken all. */
  void begin(LoopSweeps sweeps, Executor loop) {
    stop = () -> sweeps.remove(loop, this);
    sweeps.add(loop, this);
  }

  @Override
  public void sweep(long now) {
    long pending = below.pendingBytes();
    if (pending == 0) {
      stop.run();
    } else if (stall.look(pending, 0, now) >= timeout.toNanos()) {
      stop.run();
      onGivenUp.accept(GivenUp.STALLED);
      below.abort();
    }
  }
}
