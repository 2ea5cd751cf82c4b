package io.framelog.ingest.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A queue of bytes from an event loop to a worker's stdin. At the bound, the source is to be
 * paused; one more read of the source may exceed it.
 *
 * <pre>
 *   bytes waiting   0 ──────── half ──────── bound ── + one read
 *   put                                      false: pause
 *   take                       drained: resume
 * </pre>
 */
final class InputQueue {
  private final int bound;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean full;
  private boolean closed;

  /**
   * @param bound bytes
   */
  InputQueue(int bound) {
    this.bound = bound;
  }

  /**
   * Adds a piece, which must not be changed any more.
   *
   * @return false when the source is to pause until drained
   */
  synchronized boolean put(byte[] piece) {
    if (!closed) {
      waiting.add(piece);
      bytes += piece.length;
      full |= bytes >= bound;
      notifyAll();
    }
    return !full;
  }

  /** No piece is added any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** Closes the queue and discards what it contains. */
  synchronized void discard() {
    waiting.clear();
    close();
  }

  /** Waits for a piece; null when there will be none. */
  synchronized byte @Nullable [] take() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    byte[] piece = waiting.poll();
    bytes -= piece == null ? 0 : piece.length;
    return piece;
  }

  /** Whether the queue was full and is at half by now; answers true once. */
  synchronized boolean hasDrained() {
    if (full && bytes <= bound / 2) {
      full = false;
      return true;
    }
    return false;
  }

  /** Whether a piece or the end is waiting. */
  synchronized boolean hasWork() {
    return closed || !waiting.isEmpty();
  }
}
