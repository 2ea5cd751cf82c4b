package io.framelog.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.framelog.log.Position;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartPointTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void withoutAQueryItIsLive() {
    assertThat(StartPoint.ofQuery(null, null, NOW)).isEqualTo(new StartPoint.Live());
  }

  @Test
  void fromTakesPrecedenceOverAt() {
    assertThat(StartPoint.ofQuery("c0ffee01.7", "-5", NOW))
        .isEqualTo(new StartPoint.Resume(Position.parse("c0ffee01.7")));
  }

  @Test
  void readsATimeSecondsAndAPosition() {
    assertThat(StartPoint.ofTarget("2026-11-21T09:00:00Z", NOW))
        .isEqualTo(new StartPoint.AtTime(Instant.parse("2026-11-21T09:00:00Z")));
    assertThat(StartPoint.ofTarget("-1.5", NOW))
        .isEqualTo(new StartPoint.AtTime(NOW.minusMillis(1500)));
    assertThat(StartPoint.ofTarget("c0ffee01.7", NOW))
        .isEqualTo(new StartPoint.AtPosition(Position.parse("c0ffee01.7")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "yesterday", "12", "-1e400", "-NaN", "c0ffee01.-7", "2026-11-21T10:00"})
  void refusesOtherTexts(String at) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StartPoint.ofTarget(at, NOW))
        .withMessageContaining("expected");
  }
}
