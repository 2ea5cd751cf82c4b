package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KafkaConnectivityTest {
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final KafkaConnectivity reach = new KafkaConnectivity("viewers wait", () -> now);

  @Test
  void reportsAnOutageOnceAndItsEndOnce() {
    reach.answered();
    assertThat(reach.news()).isEmpty();

    pass(6);
    assertThat(reach.isAnswering()).isFalse();
    assertThat(reach.news()).hasValue("Kafka is not available, no answer for 5 s: viewers wait");
    pass(8);
    assertThat(reach.news()).isEmpty();

    reach.answered();
    assertThat(reach.isAnswering()).isTrue();
    assertThat(reach.news()).hasValue("Kafka is available again after 14 s");
    assertThat(reach.news()).isEmpty();
  }

  @Test
  void isNotAnsweringBeforeTheFirstAnswerAndReportsNothing() {
    pass(60);

    assertThat(reach.isAnswering()).isFalse();
    assertThat(reach.news()).isEmpty();
  }

  @Test
  void measuresHowLongKafkaHasAnsweredWithoutAnInterruption() {
    assertThat(reach.answeringFor()).isZero();
    reach.answered();
    pass(4);
    reach.answered();
    pass(3);
    assertThat(reach.answeringFor()).isEqualTo(Duration.ofSeconds(7));

    pass(3);
    assertThat(reach.answeringFor()).as("away").isZero();
    reach.answered();
    pass(2);
    assertThat(reach.answeringFor()).isEqualTo(Duration.ofSeconds(2));
  }

  private void pass(long seconds) {
    now = now.plus(Duration.ofSeconds(seconds));
  }
}
