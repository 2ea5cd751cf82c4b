package io.framelog.ingest.session;

import io.framelog.log.SessionLog;
import java.util.concurrent.Executor;

/**
 * Passes the writer's calls for one claim to the connection's event loop. Its identity
 * distinguishes them from late calls for an earlier claim.
 */
final class ClaimListener implements SessionLog.Listener {
  /** Receives the calls, on the event loop. */
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

  /** Whether the log currently requires the source to be paused. Any thread. */
  boolean isUnderPressure() {
    return pressure;
  }

  /** Passes the value that is current when the task runs: the target may have read it before. */
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
