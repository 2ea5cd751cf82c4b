package io.framelog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.config.CheckedConfig;
import io.framelog.config.ConfigException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogConfigTest {
  @Test
  void acceptsTheDefaults() {
    assertThat(read(Map.of()).writerThreads()).isEqualTo(2);
  }

  @Test
  void acceptsNoMinimumOfFreeBytes() {
    assertThat(read(Map.of("min-free-bytes", "0")).minFreeBytes()).isZero();
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
    "min-free-bytes, 1000, at least 134217728",
    "min-free-bytes, -1, at least 134217728",
    "delivery-timeout, PT0S, PT1S",
    "append-linger, PT1S, PT0S to PT0.05S",
    "drop-grace, PT11M, PT0S to PT10M",
    "lookup-timeout, PT0S, PT0.1S",
    "writer-threads, 0, 1 to 64",
    "lookup-threads, 65, 1 to 64",
    "lookup-queue, 0, 1 to 1048576",
    "playback-threads, 0, 1 to 64",
    "playback-queue, 1048577, 1 to 1048576",
    "live-shards, 100, 1 to 64",
  })
  void namesTheKeyAndTheExpectedRange(String key, String value, String expected) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("framelog.log." + key + " is " + value + ", expected")
        .hasMessageContaining(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EU", "e u", "eu/1"})
  void refusesAnInvalidNameOfAMirror(String name) {
    assertThatThrownBy(() -> read(Map.of("mirror", name)))
        .hasMessage("framelog.log.mirror is " + name + ", expected 1 to 64 of a-z 0-9 _ -");
  }

  private static LogConfig read(Map<String, String> keys) {
    Map<String, String> properties = new HashMap<>();
    keys.forEach((key, value) -> properties.put("framelog.log." + key, value));
    SmallRyeConfig sources =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(properties, "test", 500))
            .build();
    return CheckedConfig.read(sources, List.of(LogConfig.class)).getConfigMapping(LogConfig.class);
  }
}
