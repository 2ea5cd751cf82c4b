package io.framelog.ingest.worker;

import java.time.Duration;

/**
 * Detects a worker that hangs: it has work, its output is read, and no bytes move. Times are {@link
 * System#nanoTime()}. Thread-safe.
 */
final class WorkerStallWatch {
  private volatile long movedAt;

  WorkerStallWatch(long now) {
    this.movedAt = now;
  }

  /** Bytes were written or read, or none were expected. */
  void moved(long now) {
    movedAt = now;
  }

  /**
   * To be called about twice a second.
   *
   * @param expected whether the worker is expected to read or write now
   * @param patience the longest time without reading or writing
   */
  boolean isStalled(long now, boolean expected, Duration patience) {
    if (!expected) {
      movedAt = now;
      return false;
    }
    return now - movedAt > patience.toNanos();
  }
}
