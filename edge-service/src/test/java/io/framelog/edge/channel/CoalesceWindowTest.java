package io.framelog.edge.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CoalesceWindowTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final Duration MAX = Duration.ofMillis(250);

  private long now;
  private long processorTime;
  private final CoalesceWindow window = new CoalesceWindow(MAX, () -> now, () -> processorTime);

  /** Simulates a second with work every 10 ms. */
  private void secondAt(double owed, double processor) {
    long step = SECOND / 100;
    for (int i = 0; i < 100; i++) {
      long due = now + (long) (step * (1 - owed));
      now += step;
      processorTime += (long) (step * processor);
      window.owed(due, now);
    }
  }

  @Test
  void aLoopThatKeepsUpDelaysNothing() {
    secondAt(0.5, 0.4);

    assertThat(window.nanos()).isZero();
    assertThat(window.busy()).isBetween(0.45, 0.55);
  }

  @Test
  void aSaturatedLoopDelaysPartsUpToTheBound() {
    secondAt(0.95, 0.5);
    assertThat(window.window()).isGreaterThanOrEqualTo(Duration.ofMillis(20)).isLessThan(MAX);

    secondAt(1, 0.5);
    secondAt(1, 0.5);

    assertThat(window.window()).isEqualTo(MAX);
  }

  @Test
  void otherWorkOfTheLoopCountsAsItsProcessorTime() {
    secondAt(0.1, 0.95);
    secondAt(0.1, 0.95);

    assertThat(window.busy()).isGreaterThan(CoalesceWindow.HIGH);
    assertThat(window.nanos()).isPositive();
  }

  @Test
  void betweenTheThresholdsTheWindowShrinksSlowly() {
    for (int i = 0; i < 5; i++) {
      secondAt(1, 1);
    }

    secondAt(0.7, 0.7);
    assertThat(window.window()).isBetween(Duration.ofMillis(190), Duration.ofMillis(225));

    for (int i = 0; i < 20; i++) {
      secondAt(0.7, 0.7);
    }
    assertThat(window.nanos()).isZero();
  }

  @Test
  void partsAreWrittenAtOnceAgainAfterTheLoad() {
    for (int i = 0; i < 5; i++) {
      secondAt(1, 1);
    }

    for (int i = 0; i < 5; i++) {
      secondAt(0.3, 0.3);
    }

    assertThat(window.nanos()).isZero();
  }

  @Test
  void aLoopThatIsSilentIsShownAsIdle() {
    secondAt(1, 1);

    now += 2 * SECOND;

    assertThat(window.busy()).isZero();
    assertThat(window.window()).isZero();
  }

  @Test
  void aBoundOfZeroDisablesTheWindow() {
    CoalesceWindow never = new CoalesceWindow(Duration.ZERO, () -> now, () -> processorTime);
    for (int i = 0; i < 500; i++) {
      never.owed(now, now += SECOND / 100);
    }

    assertThat(never.busy()).isEqualTo(1);
    assertThat(never.nanos()).isZero();
  }
}
