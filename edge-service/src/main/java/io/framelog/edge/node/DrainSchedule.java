package io.framelog.edge.node;

import io.framelog.edge.connection.ConnectedViewers;
import io.framelog.edge.connection.ConnectedViewers.Connected;
import java.time.Duration;
import java.util.List;

/**
 * Moves the viewers of a leaving edge, one after the other at even intervals, so that the others
 * are not run over. Each is served until it has gone, for the grace time at most.
 *
 * <pre>
 *   moved   v0  v1  v2  v3                 at even intervals within the duration
 *   closed           v0  v1  v2  v3        the grace time later, unless they have gone
 *   return                       ▲ when all have gone, or have been closed
 * </pre>
 *
 * @param duration over which viewers are moved; few are moved in less
 * @param grace from a viewer's move to its end
 */
record DrainSchedule(Duration duration, Duration grace) {
  /** Even a small edge spreads its viewers, but need not take its time for them. */
  private static final long MAX_INTERVAL_NANOS = Duration.ofMillis(50).toNanos();

  /** For the close frames of the last ones. */
  private static final long CLOSING_NANOS = Duration.ofSeconds(1).toNanos();

  /** Blocks until nobody is left or all were closed. */
  void run(ConnectedViewers viewers) throws InterruptedException {
    List<Connected> all = viewers.beginLeaving();
    if (all.isEmpty()) {
      return;
    }
    long interval = Math.min(duration.toNanos() / all.size(), MAX_INTERVAL_NANOS);
    long start = System.nanoTime();
    int moved = 0;
    int closed = 0;
    while (closed < all.size()) {
      long toMove = start + moved * interval;
      long toClose = start + closed * interval + grace.toNanos();
      boolean moves = moved < all.size() && toMove <= toClose;
      if (viewers.awaitNone((moves ? toMove : toClose) - System.nanoTime())) {
        return;
      }
      if (moves) {
        all.get(moved++).move(grace);
      } else {
        all.get(closed++).leave();
      }
    }
    boolean ignored = viewers.awaitNone(CLOSING_NANOS);
  }
}
