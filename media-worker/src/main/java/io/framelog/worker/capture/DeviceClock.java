package io.framelog.worker.capture;

/**
 * Puts one device's frames on the capture's clock. A device knows exactly how far its frames are
 * apart, but counts from a beginning of its own and at a speed of its own; when a frame arrives is
 * on the clock all devices share, but jitters. So the interval is the device's, and a small part of
 * what arrival says otherwise is put right with each frame:
 *
 * <pre>
 *   expected = last + device's interval
 *   error    = arrival - expected
 *   time     = expected + error / SLOWNESS      |error| ≤ JUMP: jitter and drift are smoothed
 *            = arrival                          |error| > JUMP: the device stood still, or lied
 * </pre>
 *
 * What comes out always increases. One thread.
 */
final class DeviceClock {
  /** No device time is known for the frame. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** A crystal is off by 0.01 % at most; at 25 frames a second this follows 20 times that. */
  private static final int SLOWNESS = 64;

  private static final long JUMP_US = 250_000;

  private long last = UNKNOWN;
  private long lastDevice = UNKNOWN;

  /**
   * When the frame was taken, µs on the capture's clock.
   *
   * @param device the device's own time, µs, or {@link #UNKNOWN}
   * @param nominal what the frame before should have lasted, µs; for devices without a time
   * @param arrival when it came, µs on the capture's clock
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
