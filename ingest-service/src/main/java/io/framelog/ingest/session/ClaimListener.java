package io.framelog.ingest.session;

import io.framelog.log.SessionLog;
import java.util.concurrent.Executor;

/**
 * Brings the writer's calls for one claim over to the connection's event loop. Its identity tells
 * this claim's calls from those of an earlier one that arrive late.
 */
final class ClaimListener implements SessionLog.Listener {
  /** Takes the calls, on the event loop. */
  interface Target {
    void onPressure(ClaimListener claim, boolean paused);

    void onLost(ClaimListener claim, String reason, boolean takenOver);
  }

  private final Executor loop;
  private final Target target;
  private volatile boolean pressure;

  ClaimListener(Executor loop, Target target) {
    this.loop = loop;
    this.target = target;
  }

  /** Whether the log wants the source paused, at present. Any thread. */
  boolean isUnderPressure() {
    return pressure;
  }

  /**
   * What the target is notified of is what holds by then: it may have looked before its turn came.
   */
  @Override
  public void onPressure(boolean paused) {
    pressure = paused;
    loop.execute(() -> target.onPressure(this, pressure));
  }

  @Override
  public void onLost(String reason, boolean takenOver) {
    loop.execute(() -> target.onLost(this, reason, takenOver));
  }
}
