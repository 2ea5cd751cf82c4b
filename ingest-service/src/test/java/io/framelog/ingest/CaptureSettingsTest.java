package io.framelog.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.config.CheckedConfig;
import io.framelog.config.ConfigException;
import io.framelog.controlplane.CaptureSpec;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureSettingsTest {
  @Test
  void capturesNothingByDefault() {
    CaptureSettings settings = settings(Map.of());

    assertThat(settings.configured()).isEmpty();
    assertThat(settings.apiDevices()).isEmpty();
    assertThat(settings.retryMax()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void readsACaptureWithItsDefaults() {
    CaptureSettings settings =
        settings(Map.of("framelog.ingest.captures.door.video", "v4l2:/dev/video0"));

    assertThat(settings.configured())
        .containsExactly(
            new CaptureSpec(
                "door",
                "door",
                "v4l2:/dev/video0",
                null,
                null,
                null,
                null,
                "h264",
                null,
                1000,
                "aac",
                128_000,
                48_000,
                2));
  }

  @Test
  void limitsWhatTheControlApiMayStart() {
    assertThat(settings(Map.of("framelog.ingest.capture.api-devices", "none")).apiDevices())
        .isEmpty();
    assertThat(settings(Map.of("framelog.ingest.capture.api-devices", "all")).apiDevices())
        .contains("v4l2", "lavfi");
    assertThat(settings(Map.of("framelog.ingest.capture.api-devices", "alsa, lavfi")).apiDevices())
        .containsExactlyInAnyOrder("alsa", "lavfi");
  }

  @ParameterizedTest
  @CsvSource({
    "framelog.ingest.capture.max, 65, framelog.ingest.capture.max is 65",
    "framelog.ingest.capture.max, 0, expected at most framelog.ingest.capture.max",
    "framelog.ingest.capture.retry-min, PT0.01S, framelog.ingest.capture.retry-min",
    "framelog.ingest.capture.retry-max, PT0.2S, framelog.ingest.capture.retry-max is PT0.2S",
    "framelog.ingest.capture.retry-max, 2h, framelog.ingest.capture.retry-max is 2h",
    "framelog.ingest.capture.api-devices, webcam, framelog.ingest.capture.api-devices is webcam",
    "framelog.ingest.captures.door.video, file:/etc/passwd, framelog.ingest.captures.door: video",
    "framelog.ingest.captures.door.size, big, framelog.ingest.captures.door: size is big",
    "framelog.ingest.captures.door.stream, Not A Stream, framelog.ingest.captures.door: stream",
    "framelog.ingest.captures.door.keyframe-interval, PT1M, keyframe-interval in ms is 60000",
    "framelog.ingest.captures._door.video, lavfi:testsrc2, framelog.ingest.captures._door: name"
  })
  void namesTheKeyAndWhatItExpects(String key, String value, String message) {
    Map<String, String> values = new HashMap<>();
    values.put("framelog.ingest.captures.door.video", "v4l2:/dev/video0");
    values.put(key, value);

    assertThatThrownBy(() -> settings(values))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("expected");
  }

  private static CaptureSettings settings(Map<String, String> values) {
    SmallRyeConfig sources =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(values, "test", 100))
            .build();
    return CaptureSettings.from(
        CheckedConfig.read(sources, List.of(IngestConfig.class))
            .getConfigMapping(IngestConfig.class));
  }
}
