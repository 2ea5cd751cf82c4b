package io.framelog.edge.connection;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * All viewers with a long-lived connection to this edge, in the order in which they connected, over
 * all transports. While the edge shuts down no viewer is added. Thread-safe.
 */
public final class ConnectedViewers {
  /** A long-lived connection. Both methods may be called on any thread, once, in this order. */
  public interface Connected {
    /**
     * Asks the player to continue at another edge.
     *
     * @param grace longest time for which this edge still serves it
     */
    void move(Duration grace);

    /** Closes the connection in an orderly way. */
    void leave();
  }

  private final Set<Connected> connected = new LinkedHashSet<>();
  private boolean leaving;

  /**
   * Adds a connection, until it is {@linkplain #remove removed}.
   *
   * @return false when this edge shuts down: the caller refuses the connection
   */
  public synchronized boolean add(Connected viewer) {
    return !leaving && connected.add(viewer);
  }

  /** Removes a closed connection. Idempotent. */
  public synchronized void remove(Connected viewer) {
    if (connected.remove(viewer) && connected.isEmpty()) {
      notifyAll();
    }
  }

  public synchronized int size() {
    return connected.size();
  }

  /** Whether this edge shuts down, so that new viewers are refused. */
  public synchronized boolean isLeaving() {
    return leaving;
  }

  /** Refuses further connections and returns the present ones, oldest first. */
  public synchronized List<Connected> beginLeaving() {
    leaving = true;
    return List.copyOf(connected);
  }

  /**
   * Waits until all connections are closed.
   *
   * @param nanos longest wait; returns at once when it is not positive
   * @return whether all are closed
   */
  public synchronized boolean awaitNone(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (!connected.isEmpty()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
