package io.framelog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.config.ConfigException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartSettingsTest {
  @Test
  void everyKeyHasADefault() {
    StartSettings settings = read(Map.of());

    assertThat(settings.dataDir()).isEqualTo(Path.of("/home/someone/.framelog"));
    assertThat(settings.kafkaPort()).isEqualTo(9092);
    assertThat(settings.httpPort()).isEqualTo(8080);
    assertThat(settings.tcpPort()).isEqualTo(9090);
  }

  @Test
  void memoryMeansATemporaryFolder() {
    assertThat(read(Map.of("framelog.data-dir", "memory")).dataDir()).isNull();
  }

  @Test
  void refusesAKeyThatDoesNotExist() {
    assertThatThrownBy(() -> read(Map.of("framelog.edge.viewer-que", "1M")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("framelog.edge.viewer-que is not a key of Framelog's, expected");
    assertThatThrownBy(() -> read(Map.of("framelog.datadir", "/tmp")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("framelog.datadir is not a key of Framelog's, expected");
  }

  @Test
  void refusesAnInvalidValue() {
    assertThatThrownBy(() -> read(Map.of("framelog.kafka.port", "70000")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("framelog.kafka.port is 70000, expected 0 to 65535");
    assertThatThrownBy(() -> read(Map.of("framelog.log.retention", "soon")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("framelog.log.retention")
        .hasMessageContaining("soon");
    assertThatThrownBy(() -> read(Map.of("framelog.edge.viewer-queue", "1K")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("framelog.edge.viewer-queue is 1K, expected at least 64K");
    assertThatThrownBy(() -> read(Map.of("framelog.control.event-queue", "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("framelog.control.event-queue is 1, expected 16 to 65536");
    assertThatThrownBy(() -> read(Map.of("framelog.hosts", "http://video.example")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("framelog.hosts")
        .hasMessageContaining("http://video.example, expected");
    assertThatThrownBy(() -> read(Map.of("quarkus.http.port", "70000")))
        .isInstanceOf(StartException.class)
        .hasMessage("quarkus.http.port is 70000, expected 0 to 65535");
    assertThatThrownBy(() -> read(Map.of("framelog.log.replication-factor", "3")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("framelog.log.replication-factor is 3, expected 1");
  }

  @Test
  void namesTheMistakesOfAllModulesAtOnce() {
    Map<String, String> wrong =
        Map.of(
            "framelog.kafka.port", "70000",
            "framelog.log.writer-threads", "0",
            "framelog.edge.hls-waiting", "0",
            "framelog.http.max-connections", "0");

    assertThatThrownBy(() -> read(wrong))
        .hasMessageContaining("framelog.kafka.port is 70000, expected 0 to 65535")
        .hasMessageContaining("framelog.log.writer-threads is 0, expected 1 to 64")
        .hasMessageContaining("framelog.edge.hls-waiting is 0, expected at least 1")
        .hasMessageContaining("framelog.http.max-connections is 0, expected at least 1");
  }

  @Test
  void namesTheKeyOfAPortInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      StartSettings settings =
          read(
              Map.of(
                  "quarkus.http.port", "0",
                  "framelog.kafka.port", "0",
                  "framelog.ingest.tcp.host", "127.0.0.1",
                  "framelog.ingest.tcp.port", port));

      assertThatThrownBy(settings::requireFreePorts)
          .isInstanceOf(StartException.class)
          .hasMessageContaining("port " + port)
          .hasMessageContaining("framelog.ingest.tcp.port");
    }
  }

  private static StartSettings read(Map<String, String> properties) {
    SmallRyeConfig sources =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(properties, "test", 500))
            .withDefaultValue("user.home", "/home/someone")
            .build();
    return StartConfig.read(sources);
  }
}
