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

  ClaimListener(Executor loop, Target target) {
    this.loop = loop;
    this.target = target;
  }

  @Override
  public void onPressure(boolean paused) {
    loop.execute(() -> target.onPressure(this, paused));
  }

  @Override
  public void onLost(String reason, boolean takenOver) {
    loop.execute(() -> target.onLost(this, reason, takenOver));
  }
}
