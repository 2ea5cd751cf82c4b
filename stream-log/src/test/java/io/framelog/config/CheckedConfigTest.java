package io.framelog.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.log.LogConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration of a process that only has the log. */
class CheckedConfigTest {
  @Test
  void readsPropertiesAndVariables() {
    assertThat(read(property("framelog.log.retention", "PT2H")).retention())
        .isEqualTo(Duration.ofHours(2));
    assertThat(read(variable("FRAMELOG_LOG_RETENTION_BYTES", "33554432")).retentionBytes())
        .isEqualTo(32 << 20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"framelog.log.retenton", "framelog.log", "framelog.logs.retention", "framelog.x"})
  void refusesAPropertyThatDoesNotExist(String name) {
    assertThatThrownBy(() -> read(property(name, "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(name + " is not a key of Framelog's, expected framelog.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FRAMELOG_LOG_RETENTON", "FRAMELOG_LOG", "FRAMELOG_RETENTION"})
  void refusesAVariableThatDoesNotExist(String name) {
    assertThatThrownBy(() -> read(variable(name, "1")))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(name + " is not a key of Framelog's, expected FRAMELOG_");
  }

  @Test
  void listsTheExistingKeys() {
    assertThatThrownBy(() -> read(property("framelog.log.retenton", "PT2H")))
        .hasMessageContaining("expected framelog.log. and one of append-linger, buffer-memory, ")
        .hasMessageContaining("retention, retention-bytes");
    assertThatThrownBy(() -> read(variable("FRAMELOG_LOG_RETENTON", "PT2H")))
        .hasMessageContaining("expected FRAMELOG_LOG_ and one of APPEND_LINGER, BUFFER_MEMORY, ");
    assertThatThrownBy(() -> read(property("framelog.datadir", "x")))
        .hasMessageContaining("control., data-dir, demo, edge.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"framelog.edge.viewer-queue", "framelog.kafka.port", "framelog.node-id", "other"})
  void acceptsKeysOfOtherServicesInASharedConfiguration(String name) {
    assertThatCode(() -> read(property(name, "1"))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FRAMELOG_EDGE_X", "FRAMELOG_NODE_ID", "FRAMELOG_CLUSTER_DIR", "HOME"})
  void acceptsVariablesOfOtherServices(String name) {
    assertThatCode(() -> read(variable(name, "1"))).doesNotThrowAnyException();
  }

  /** Keys with a name that the operator chooses. */
  @ConfigMapping(prefix = "framelog.ingest")
  public interface Named {
    Map<String, Door> doors();

    /** The keys of one name. */
    interface Door {
      String lock();
    }
  }

  @Test
  void acceptsKeysWithANameThatTheOperatorChooses() {
    assertThatCode(() -> readNamed(property("framelog.ingest.doors.front.lock", "x")))
        .doesNotThrowAnyException();
    assertThatCode(() -> readNamed(variable("FRAMELOG_INGEST_DOORS_FRONT_LOCK", "x")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> readNamed(property("framelog.ingest.doors.front.look", "x")))
        .hasMessageContaining("framelog.ingest.doors.front.look is not a key")
        .hasMessageEndingWith("one of doors.<name>.lock");
  }

  private static void readNamed(ConfigSource source) {
    SmallRyeConfig sources = new SmallRyeConfigBuilder().withSources(source).build();
    CheckedConfig.read(sources, List.of(Named.class));
  }

  @Test
  void refusesAMisspeltKeyOfAProfile() {
    assertThatThrownBy(() -> read(property("%prod.framelog.log.retenton", "PT2H")))
        .hasMessageStartingWith("framelog.log.retenton is not a key");
  }

  @Test
  void namesAValueThatIsNotValid() {
    assertThatThrownBy(() -> read(property("framelog.log.writer-threads", "many")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "framelog.log.writer-threads is many, which cannot be read:"
                + " Expected an integer value, got \"many\"");
  }

  @Test
  void findsMistakesInKeysOtherKeysAndKafkasSettingsAtOnce() {
    SmallRyeConfig sources =
        new SmallRyeConfigBuilder()
            .withSources(property("framelog.log.writer-threads", "0"))
            .build();

    List<String> mistakes =
        CheckedConfig.mistakes(
            sources,
            List.of(LogConfig.class),
            config -> {
              throw new IllegalArgumentException("framelog.hosts is ?, expected a host name");
            });

    assertThat(mistakes)
        .containsExactly(
            "framelog.log.writer-threads is 0, expected 1 to 64",
            "framelog.hosts is ?, expected a host name",
            "kafka.bootstrap.servers is missing, expected host:port[,host:port]");
  }

  private static LogConfig read(ConfigSource source) {
    SmallRyeConfig sources = new SmallRyeConfigBuilder().withSources(source).build();
    return CheckedConfig.read(sources, List.of(LogConfig.class)).getConfigMapping(LogConfig.class);
  }

  private static ConfigSource property(String name, String value) {
    return new PropertiesConfigSource(Map.of(name, value), "test", 500);
  }

  private static ConfigSource variable(String name, String value) {
    return new EnvConfigSource(Map.of(name, value), 300);
  }
}
