package io.framelog.worker.capture;

/**
 * The one clock of a capture: µs since it began, only forward. It is the machine's monotonic clock,
 * not the time of day, which somebody may set.
 */
final class CaptureClock {
  private final long origin = System.nanoTime();

  /** µs. */
  long now() {
    return (System.nanoTime() - origin) / 1000;
  }
}
