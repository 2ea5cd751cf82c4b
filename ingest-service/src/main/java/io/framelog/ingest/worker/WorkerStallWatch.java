package io.framelog.ingest.worker;

import java.time.Duration;

/**
 * Finds a worker that hangs: it has work, its output is wanted, and nothing moves. Times are {@link
 * System#nanoTime()}. Thread-safe.
 */
final class WorkerStallWatch {
  private volatile long movedAt;

  WorkerStallWatch(long now) {
    this.movedAt = now;
  }

  /** Bytes went in or came out, or there was nothing to wait for. */
  void moved(long now) {
    movedAt = now;
  }

  /**
   * To be asked about twice a second.
   *
   * @param expected whether anything is to be expected of the worker now
   * @param patience how long nothing may move
   */
  boolean isStalled(long now, boolean expected, Duration patience) {
    if (!expected) {
      movedAt = now;
      return false;
    }
    return now - movedAt > patience.toNanos();
  }
}
