package io.framelog.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogReadinessTest {
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final LogReadiness log = new LogReadiness(() -> now, Duration.ofSeconds(15));

  private void silence(int seconds) {
    now = now.plusSeconds(seconds);
  }

  private void answers(int seconds) {
    for (int i = 0; i < seconds; i++) {
      log.answered();
      now = now.plusSeconds(1);
    }
  }

  @Test
  void isReadyFromTheStartOn() {
    assertThat(log.isReady()).isTrue();
  }

  @Test
  void isReadyDuringAShortOutage() {
    answers(10);

    silence(14);

    assertThat(log.isReady()).isTrue();
  }

  @Test
  void isNotReadyDuringALongOutage() {
    answers(10);

    silence(16);

    assertThat(log.isReady()).isFalse();
  }

  @Test
  void isReadyAgainWhenAnswersAreSteady() {
    silence(16);

    answers(5);
    assertThat(log.isReady()).isFalse();
    answers(1);

    assertThat(log.isReady()).isTrue();
  }

  @Test
  void intermittentAnswersDoNotMakeItReady() {
    // given an outage during which readiness was not checked
    silence(60);

    // when there are intermittent answers
    for (int i = 0; i < 10; i++) {
      answers(3);
      silence(6);
    }

    // then that is not enough
    assertThat(log.isReady()).isFalse();
  }
}
