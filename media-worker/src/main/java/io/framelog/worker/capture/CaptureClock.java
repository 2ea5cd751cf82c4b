package io.framelog.worker.capture;

/**
 * The clock that all devices of a capture share: µs since the capture began. It is the machine's
 * monotonic clock, not the time of day, which can be set.
 */
final class CaptureClock {
  private final long origin = System.nanoTime();

  /** µs. */
  long now() {
    return (System.nanoTime() - origin) / 1000;
  }
}
