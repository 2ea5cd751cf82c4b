package io.framelog.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.config.CheckedConfig;
import io.framelog.config.ConfigException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeConfigTest {
  @Test
  void acceptsTheDefaults() {
    assertThat(read(Map.of()).hlsWaiting()).isEqualTo(20_000);
  }

  @ParameterizedTest
  @CsvSource({
    "viewer-queue, 1K, at least 64K",
    "chunk-cache, 65535, at least 64K",
    "chunk-cache-total, 1K, at least 64K",
    "loop-queue, 0, at least 64K",
    "picture-cache, 1K, at least 64K",
    "hls-cache, 1K, at least 64K",
    "read-back, 3M, at least 4M",
    "hls-waiting, 0, at least 1",
    "max-coalesce, 6s, PT0S to PT5S",
    "stall-timeout, 999ms, at least PT1S",
    "linger, PT-1S, at least PT0S",
    "playback-lead, 0s, at least PT1S",
    "drain-duration, PT-1S, at least PT0S",
    "moved-grace, PT-1S, at least PT0S",
    "unready-after, 4s, at least PT5S",
    "hls-part-duration, 49ms, PT0.05S to PT2S",
    "hls-window, 11m, PT24S to PT10M"
  })
  void namesTheKeyItsValueAndTheExpectedRange(String key, String value, String expected) {
    String name = "framelog.edge." + key;

    assertThatThrownBy(() -> read(Map.of(name, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(name + " is " + value + ", expected " + expected);
  }

  @Test
  void refusesAnInvalidOrigin() {
    assertThatThrownBy(() -> read(Map.of("framelog.edge.origins", "studio.example")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("framelog.edge.origins has studio.example, expected origins like");
  }

  private static EdgeConfig read(Map<String, String> properties) {
    SmallRyeConfig sources =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(properties, "test", 500))
            .build();
    return CheckedConfig.read(sources, List.of(EdgeConfig.class))
        .getConfigMapping(EdgeConfig.class);
  }
}
