package io.framelog.security.connection;

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

class HttpConfigTest {
  @Test
  void acceptsTheDefaults() {
    assertThat(read(Map.of()).maxConnections()).isEqualTo(20_000);
  }

  @ParameterizedTest
  @CsvSource({
    "framelog.http.request-timeout, PT0S, PT0.1S to PT1H",
    "framelog.http.keep-alive, 2h, PT0.1S to PT1H",
    "framelog.http.max-connections, 0, at least 1",
    "framelog.http.idle-per-address, -1, at least 0"
  })
  void namesTheKeyOfAnInvalidValue(String key, String value, String expected) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(key + " is " + value + ", expected " + expected);
  }

  private static HttpConfig read(Map<String, String> properties) {
    SmallRyeConfig sources =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(properties, "test", 500))
            .build();
    return CheckedConfig.read(sources, List.of(HttpConfig.class))
        .getConfigMapping(HttpConfig.class);
  }
}
