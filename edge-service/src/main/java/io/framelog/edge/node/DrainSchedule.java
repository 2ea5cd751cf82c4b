package io.framelog.edge.node;

import io.framelog.edge.connection.ConnectedViewers;
import io.framelog.edge.connection.ConnectedViewers.Connected;
import java.time.Duration;
import java.util.List;

/**
 * Moves the viewers of an edge that shuts down at even intervals, so that the other edges are not
 * overloaded. Each viewer is served until it disconnects, for the grace time at most.
 *
 * <pre>
 *   moved   v0  v1  v2  v3                 at even intervals within the duration
 *   closed           v0  v1  v2  v3        the grace time later, if still connected
 *   return                       ▲ when all have disconnected or are closed
 * </pre>
 *
 * @param duration time over which viewers are moved; a small number is moved in less
 * @param grace time from a viewer's move to the closing of its connection
 */
record DrainSchedule(Duration duration, Duration grace) {
  /** Bounds the interval, so that an edge with few viewers does not need the whole duration. */
  private static final long MAX_INTERVAL_NANOS = Duration.ofMillis(50).toNanos();

  /** Time for the close frames of the last viewers. */
  private static final long CLOSING_NANOS = Duration.ofSeconds(1).toNanos();

  /** Blocks until all viewers have disconnected or were closed. */
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
