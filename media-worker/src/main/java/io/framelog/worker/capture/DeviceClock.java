package io.framelog.worker.capture;

/**
 * Maps the times of one device's frames to the capture's clock. A device's timestamps give exact
 * intervals, but their origin and speed are the device's own; arrival times are on the clock that
 * all devices share, but jitter. So the device's interval is used, and each frame corrects a small
 * part of the difference to its arrival time:
 *
 * <pre>
 *   expected = last + device's interval
 *   error    = arrival - expected
 *   time     = expected + error / SLOWNESS  |error| ≤ JUMP: jitter and drift are smoothed
 *            = arrival                      |error| > JUMP: the device paused or its clock jumped
 * </pre>
 *
 * The returned times always increase. Not thread-safe.
 */
final class DeviceClock {
  /** The frame has no device time. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /**
   * Device clocks drift by at most 0.01 %; at 25 frames a second this follows 20 times that drift.
   */
  private static final int SLOWNESS = 64;

  private static final long JUMP_US = 250_000;

  private long last = UNKNOWN;
  private long lastDevice = UNKNOWN;

  /**
   * Returns the frame's capture time, µs on the capture's clock.
   *
   * @param device the device's own time, µs, or {@link #UNKNOWN}
   * @param nominal nominal duration of the previous frame, µs; for devices without timestamps
   * @param arrival arrival time, µs on the capture's clock
   */
  long timeOf(long device, long nominal, long arrival) {
    long interval = device == UNKNOWN || lastDevice == UNKNOWN ? nominal : device - lastDevice;
    lastDevice = device;
    if (last == UNKNOWN) {
      last = arrival;
      return arrival;
    }
    long expected = last + interval;
    long error = arrival - expected;
    long time = Math.abs(error) > JUMP_US ? arrival : expected + error / SLOWNESS;
    last = Math.max(time, last + 1);
    return last;
  }
}
