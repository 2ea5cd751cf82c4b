package io.framelog.media.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalRhythmTest {
  private final ArrivalRhythm rhythm = new ArrivalRhythm();
  private long nowMs = 1_764_000_000_000L;

  private void arrivals(int count, long spacingMs) {
    for (int i = 0; i < count; i++) {
      nowMs += spacingMs;
      rhythm.arrived(nowMs);
    }
  }

  @Test
  void isUnknownBeforeTheSecondArrival() {
    assertThat(rhythm.spacingMs()).isZero();
    arrivals(1, 40);
    assertThat(rhythm.spacingMs()).isZero();
    arrivals(1, 40);
    assertThat(rhythm.spacingMs()).isEqualTo(40);
  }

  @Test
  void theLongestTimeCountsForThreeToSixSeconds() {
    arrivals(10, 40);
    arrivals(1, 700);

    arrivals(70, 40);
    assertThat(rhythm.spacingMs()).isEqualTo(700);

    arrivals(80, 40);
    assertThat(rhythm.spacingMs()).isEqualTo(40);
  }

  @Test
  void rareArrivalsAllCount() {
    arrivals(4, 4_000);
    assertThat(rhythm.spacingMs()).isEqualTo(4_000);
  }

  @Test
  void ignoresALongPause() {
    arrivals(10, 40);
    arrivals(1, 60_000);
    assertThat(rhythm.spacingMs()).isZero();
    arrivals(2, 40);
    assertThat(rhythm.spacingMs()).isEqualTo(40);
  }

  @Test
  void ignoresAClockThatIsSetBack() {
    arrivals(10, 40);
    nowMs -= 3_600_000;
    arrivals(10, 40);
    assertThat(rhythm.spacingMs()).isEqualTo(40);
    arrivals(320, 20);
    assertThat(rhythm.spacingMs()).isEqualTo(20);
  }
}
