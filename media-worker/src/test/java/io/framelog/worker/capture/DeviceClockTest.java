package io.framelog.worker.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DeviceClockTest {
  private static final long FRAME = 40_000;

  private final DeviceClock clock = new DeviceClock();

  @Test
  void startsAtTheArrivalOfTheFirstFrame() {
    assertThat(clock.timeOf(987_654_321, FRAME, 1_000)).isEqualTo(1_000);
  }

  @Test
  void keepsTheDevicesIntervalDespiteArrivalJitter() {
    Random random = new Random(1);
    long last = clock.timeOf(0, FRAME, 100_000);
    for (int i = 1; i < 500; i++) {
      long jitter = random.nextInt(20_000);
      long time = clock.timeOf(i * FRAME, FRAME, 100_000 + i * FRAME + jitter);
      assertThat(time - last).isBetween(FRAME - 400, FRAME + 400);
      last = time;
    }
  }

  @Test
  void followsADeviceWhoseClockDrifts() {
    // given a device whose clock is 0.1 % too fast
    long time = clock.timeOf(0, FRAME, 0);
    for (int i = 1; i < 5_000; i++) {
      time = clock.timeOf(i * (FRAME + FRAME / 1000), FRAME, i * FRAME);
    }

    assertThat(time).isBetween(4_999 * FRAME - 5_000, 4_999 * FRAME + 5_000);
  }

  @Test
  void jumpsToTheArrivalTimeAfterAPause() {
    clock.timeOf(0, FRAME, 0);

    assertThat(clock.timeOf(FRAME, FRAME, 5_000_000)).isEqualTo(5_000_000);
  }

  @Test
  void usesTheArrivalTimeWhenTheDeviceTimeIsWrong() {
    clock.timeOf(0, FRAME, 0);

    assertThat(clock.timeOf(Long.MAX_VALUE / 2, FRAME, FRAME)).isEqualTo(FRAME);
  }

  @Test
  void alwaysIncreases() {
    clock.timeOf(1_000_000, FRAME, 1_000_000);

    assertThat(clock.timeOf(10, FRAME, 900_000)).isEqualTo(1_000_001);
  }

  @Test
  void usesTheNominalIntervalWithoutDeviceTimes() {
    clock.timeOf(DeviceClock.UNKNOWN, FRAME, 0);

    assertThat(clock.timeOf(DeviceClock.UNKNOWN, FRAME, FRAME + 6_400)).isEqualTo(FRAME + 100);
  }
}
