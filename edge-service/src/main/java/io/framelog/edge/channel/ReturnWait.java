package io.framelog.edge.channel;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The wait for the return of a publisher that dropped. Guarded by the owner's lock. */
final class ReturnWait {
  private final Object lock;
  private final ScheduledExecutorService timer;
  private final Duration grace;
  private final Runnable onStaysAway;
  private final LatestCall waits = new LatestCall();

  /**
   * @param grace zero for no wait
   * @param onStaysAway called when the time has passed
   */
  ReturnWait(Object lock, ScheduledExecutorService timer, Duration grace, Runnable onStaysAway) {
    this.lock = lock;
    this.timer = timer;
    this.grace = grace;
    this.onStaysAway = onStaysAway;
  }

  /**
   * The publisher dropped.
   *
   * @return false when there is no wait
   */
  boolean begin() {
    if (grace.isZero()) {
      return false;
    }
    long wait = waits.begin();
    var unused = timer.schedule(() -> over(wait), grace.toMillis(), TimeUnit.MILLISECONDS);
    return true;
  }

  private void over(long wait) {
    synchronized (lock) {
      if (waits.isLatest(wait)) {
        onStaysAway.run();
      }
    }
  }

  /** Cancels the wait, because somebody publishes or nobody watches. Idempotent. */
  void end() {
    waits.cancel();
  }
}
