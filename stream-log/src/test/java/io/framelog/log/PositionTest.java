package io.framelog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {
  @Test
  void readsWhatItWrites() {
    Position position = new Position(new LogId("c0ffee01"), 4711);

    assertThat(Position.parse("c0ffee01.4711")).isEqualTo(position);
    assertThat(position).hasToString("c0ffee01.4711");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c0ffee01",
        "c0ffee01.",
        "c0ffee01.-1",
        "c0ffee01.+1",
        "c0ffee01.9223372036854775808",
        "c0ffee01.18446744073709551616",
        "c0ffee01.1.2"
      })
  void anInvalidPositionIsRefusedWithTheExpectedForm(String text) {
    assertThatThrownBy(() -> Position.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("position is not valid, expected <log id>.<offset>");
  }
}
