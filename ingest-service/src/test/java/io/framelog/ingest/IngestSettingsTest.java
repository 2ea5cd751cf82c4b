package io.framelog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.config.CheckedConfig;
import io.framelog.config.ConfigException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestSettingsTest {
  @Test
  void hasADefaultForEveryKey() {
    IngestSettings settings = IngestSettings.from(config(Map.of()));

    assertThat(settings.tcpPort()).isEqualTo(9090);
    assertThat(settings.defaultStream().value()).isEqualTo("live");
    assertThat(settings.partDuration()).isEqualTo(Duration.ZERO);
    assertThat(settings.chunkDuration()).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({
    "framelog.ingest.tcp.port, 70000, 0 to 65535",
    "framelog.ingest.default-stream, Not A Stream, 1 to 64 of",
    "framelog.ingest.part-duration, PT11S, PT0S to PT10S",
    "framelog.ingest.chunk-duration, PT7S, PT0S to PT6S",
    "framelog.ingest.idle-timeout, PT0S, PT0.1S to PT24H",
    "framelog.ingest.header-timeout, 25h, PT0.1S to PT24H",
    "framelog.ingest.end-timeout, 1ms, PT0.1S to PT24H",
    "framelog.ingest.takeover-hold, 2h, PT0S to PT1H",
    "framelog.ingest.workers.max, 0, at least 1",
    "framelog.ingest.workers.start-timeout, PT0S, PT0.1S to PT24H",
    "framelog.ingest.workers.stall-timeout, PT0S, PT0.1S to PT24H",
    "framelog.ingest.transcode-audio, on, auto or off",
    "framelog.ingest.transcoders, -1, at least 0",
    "framelog.ingest.limits.header-bytes, 10, at least 1024",
    "framelog.ingest.limits.tracks, 0, at least 1",
    "framelog.ingest.limits.samples-per-fragment, 0, at least 1",
    "framelog.ingest.max-connections, 0, at least 1",
    "framelog.ingest.headerless-connections, 0, at least 1",
    "framelog.ingest.connections-per-address, -1, at least 0",
    "framelog.ingest.limits.streams, -1, at least 0",
    "framelog.ingest.new-streams.per-address, -1, at least 0",
    "framelog.ingest.new-streams.per-node, -1, at least 0",
    "framelog.ingest.claim-attempts, 0, at least 1",
    "framelog.ingest.limits.sample-bytes, 10, at least 1024",
    "framelog.ingest.websocket.message-bytes, 10, 65536 to",
    "framelog.ingest.websocket.message-bytes, 9000000, which is 8388608",
    "framelog.ingest.websocket.messages-per-second, 0, at least 1",
    "framelog.ingest.watch-url, live.example.com, an http or https URL",
    "framelog.ingest.origins, studio.example, or *",
    "framelog.ingest.limits.bitrate, 100, 0 or at least 8000",
    "framelog.ingest.limits.bitrate-window, PT0.5S, PT1S to PT5M",
    "framelog.ingest.limits.gop-bytes, 0, at least 1024",
    "framelog.ingest.limits.gop-duration, PT2H, PT1S to PT1H",
    "framelog.ingest.connection-rate.per-address, -1, at least 0",
    "framelog.ingest.connection-rate.per-node, -1, at least 0"
  })
  void namesTheKeyAndWhatItExpects(String key, String value, String expected) {
    assertThatThrownBy(() -> config(Map.of(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(key)
        .hasMessageContaining(value)
        .hasMessageContaining("expected")
        .hasMessageContaining(expected);
  }

  @Test
  void refusesABlankHost() {
    assertThatThrownBy(() -> config(Map.of("framelog.ingest.tcp.host", " ")))
        .hasMessage("framelog.ingest.tcp.host is  , expected a host name or address");
  }

  private static IngestConfig config(Map<String, String> values) {
    SmallRyeConfig sources =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(values, "test", 100))
            .build();
    return CheckedConfig.read(sources, List.of(IngestConfig.class))
        .getConfigMapping(IngestConfig.class);
  }
}
