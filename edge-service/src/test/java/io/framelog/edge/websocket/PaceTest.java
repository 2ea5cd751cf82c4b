package io.framelog.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND_US = 1_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  @Test
  void servesTheLeadAtOnceAndTheRestInRealTime() {
    Pace pace = Pace.realTime(Duration.ofSeconds(2));
    long began = 77;

    assertThat(pace.allows(10 * SECOND_US, began)).isTrue();
    assertThat(pace.allows(12 * SECOND_US, began)).isTrue();
    assertThat(pace.allows(12 * SECOND_US + 1, began)).isFalse();
    assertThat(pace.allows(15 * SECOND_US, began + 3 * SECOND_NANOS)).isTrue();
    assertThat(pace.allows(16 * SECOND_US, began + 3 * SECOND_NANOS)).isFalse();
  }

  @Test
  void unlimitedAllowsEverything() {
    Pace pace = Pace.unlimited();
    assertThat(pace.allows(0, 0)).isTrue();
    assertThat(pace.allows(Long.MAX_VALUE, 0)).isTrue();
  }
}
