package io.framelog.edge.connection;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Everyone with a lasting connection to this edge, in the order of their coming, whatever the
 * transport. Once the edge leaves nobody is taken in any more. Thread-safe.
 */
public final class ConnectedViewers {
  /** A lasting connection; both methods may be called on any thread, once, in this order. */
  public interface Connected {
    /**
     * Tells the player to go on at another edge.
     *
     * @param grace how long at most this one goes on serving it
     */
    void move(Duration grace);

    /** Ends the connection in order. */
    void leave();
  }

  private final Set<Connected> connected = new LinkedHashSet<>();
  private boolean leaving;

  /**
   * Takes a connection in, until it is {@linkplain #remove removed}.
   *
   * @return false when this edge leaves: refuse it
   */
  public synchronized boolean add(Connected viewer) {
    return !leaving && connected.add(viewer);
  }

  /** The connection is closed. Idempotent. */
  public synchronized void remove(Connected viewer) {
    if (connected.remove(viewer) && connected.isEmpty()) {
      notifyAll();
    }
  }

  public synchronized int size() {
    return connected.size();
  }

  /** Whether newcomers have to go elsewhere. */
  public synchronized boolean isLeaving() {
    return leaving;
  }

  /** Nobody is taken in from here on; answers who is there, those who came first in front. */
  public synchronized List<Connected> beginLeaving() {
    leaving = true;
    return List.copyOf(connected);
  }

  /**
   * Waits until all connections are closed.
   *
   * @param nanos at most so long; returns at once when it is not positive
   * @return whether nobody is left
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
