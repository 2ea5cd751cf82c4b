package io.framelog.control.registry;

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

class ControlConfigTest {
  @Test
  void acceptsTheDefaults() {
    assertThat(read(Map.of()).eventQueue()).isEqualTo(1024);
  }

  @ParameterizedTest
  @CsvSource({
    "idle-removal, 59s, at least PT1M",
    "removal-notice, PT25H, PT1S to PT24H",
    "removals-per-minute, 0, 1 to 600",
    "removals-per-minute, 601, 1 to 600",
    "end-timeout, 61s, PT1S to PT1M",
    "event-queue, 15, 16 to 65536"
  })
  void namesTheKeyItsValueAndTheExpectedRange(String key, String value, String expected) {
    String name = "framelog.control." + key;

    assertThatThrownBy(() -> read(Map.of(name, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(name + " is " + value + ", expected " + expected);
  }

  @Test
  void refusesAnInvalidOrigin() {
    assertThatThrownBy(() -> read(Map.of("framelog.control.origins", "studio.example")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "framelog.control.origins has studio.example, expected origins like");
  }

  private static ControlConfig read(Map<String, String> properties) {
    SmallRyeConfig sources =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(properties, "test", 500))
            .build();
    return CheckedConfig.read(sources, List.of(ControlConfig.class))
        .getConfigMapping(ControlConfig.class);
  }
}
