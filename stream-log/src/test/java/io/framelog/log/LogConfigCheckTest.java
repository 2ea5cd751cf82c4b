package io.framelog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogConfigCheckTest {
  @Test
  void acceptsTheDefaults() {
    LogConfig config = SharedBroker.config();

    assertThat(LogConfigCheck.check(config)).isSameAs(config);
  }

  @ParameterizedTest
  @CsvSource({
    "retention, PT1S, PT1M",
    "retention-bytes, 1, at least 16777216",
    "segment-bytes, 1, 1048576 to 1073741824",
    "replication-factor, 0, 1 to 100",
    "max-record-bytes, 1000, 1048576 to 67108864",
    "max-in-flight-bytes, 10, 65536 to",
    "buffer-memory, 1048576, at least 33554432",
    "delivery-timeout, PT0S, PT1S",
    "append-linger, PT1S, PT0S to PT0.05S",
    "lookup-timeout, PT0S, PT0.1S",
    "writer-threads, 0, 1 to 64",
    "live-shards, 100, 1 to 64",
  })
  void namesTheKeyAndTheExpectedRange(String key, String value, String expected) {
    LogConfig config = SharedBroker.config(Map.of(key, value));

    assertThatThrownBy(() -> LogConfigCheck.check(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("framelog.log." + key + " is " + value + ", expected")
        .hasMessageContaining(expected);
  }
}
