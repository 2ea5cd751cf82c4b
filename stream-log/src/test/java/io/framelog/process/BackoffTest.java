package io.framelog.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(3));

  @Test
  void delaysDoubleUpToTheLongest() {
    assertThat(IntStream.range(0, 6).mapToObj(i -> backoff.afterFailure().toMillis()))
        .containsExactly(250L, 500L, 1_000L, 2_000L, 3_000L, 3_000L);
    assertThat(backoff.failures()).isEqualTo(6);
  }

  @Test
  void anAttemptThatSucceedsStartsAnew() {
    backoff.afterFailure();
    backoff.afterFailure();

    backoff.reset();

    assertThat(backoff.next()).isEqualTo(Duration.ofMillis(250));
    assertThat(backoff.failures()).isZero();
  }

  @Test
  void jitterTakesAtMostHalfOfTheDelay() {
    for (int i = 0; i < 100; i++) {
      Duration delay = backoff.next();
      assertThat(backoff.afterFailureWithJitter()).isBetween(delay.dividedBy(2), delay);
    }
  }

  @Test
  void manyFailuresStayAtTheLongest() {
    IntStream.range(0, 10_000).forEach(i -> backoff.afterFailure());

    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void theLongestDelayIsNotShorterThanTheFirst() {
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT2S");
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
