package io.framelog.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.log.KafkaConnection;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"me\" password=";
  private static final int ENVIRONMENT = 300;
  private static final int FILE = 250;
  private static final int SYSTEM = 400;

  private final SmallRyeConfigBuilder sources =
      new SmallRyeConfigBuilder().addDefaultInterceptors();

  KafkaSettingsTest() {
    property(FILE, "kafka.bootstrap.servers", "kafka:9092");
  }

  @ParameterizedTest
  @CsvSource({
    "KAFKA_SECURITY_PROTOCOL, security.protocol",
    "KAFKA_SASL_MECHANISM, sasl.mechanism",
    "KAFKA_SSL_TRUSTSTORE_CERTIFICATES, ssl.truststore.certificates",
    "KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN, ssl.keystore.certificate.chain",
    "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL, sasl.oauthbearer.token.endpoint.url",
    "KAFKA_CLIENT_DNS_LOOKUP, client.dns.lookup"
  })
  void readsVariables(String variable, String setting) {
    variable(variable, "value");

    assertThat(read().values()).containsEntry(setting, "value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a${b}c", "$", "$$", "a\\b", "\"", "${", "a,b", "'", "ü", "%prod"})
  void doesNotExpandAVariable(String password) {
    variable("KAFKA_SASL_JAAS_CONFIG", LOGIN + '"' + password + "\";");

    assertThat(read().values()).containsEntry("sasl.jaas.config", LOGIN + '"' + password + "\";");
  }

  @Test
  void expandsAProperty() {
    property(FILE, "kafka.sasl.jaas.config", LOGIN + "\"${secret}\";");
    property(FILE, "secret", "12345");

    assertThat(read().values()).containsEntry("sasl.jaas.config", LOGIN + "\"12345\";");
  }

  @Test
  void aSystemPropertyOverridesAVariableWhichOverridesAFile() {
    property(FILE, "kafka.sasl.mechanism", "PLAIN");
    variable("KAFKA_SASL_MECHANISM", "SCRAM-SHA-256");
    assertThat(read().values()).containsEntry("sasl.mechanism", "SCRAM-SHA-256");

    property(SYSTEM, "kafka.sasl.mechanism", "SCRAM-SHA-512");
    assertThat(read().values()).containsEntry("sasl.mechanism", "SCRAM-SHA-512");
  }

  @Test
  void anEmptyValueIsNotSetUnlessItHasAMeaning() {
    variable("KAFKA_SASL_JAAS_CONFIG", "");
    variable("KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM", "");

    assertThat(read().values())
        .doesNotContainKey("sasl.jaas.config")
        .containsEntry("ssl.endpoint.identification.algorithm", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acks", "client.id", "auto.offset.reset", "fetch.max.wait.ms"})
  void refusesSettingsThatFramelogSets(String key) {
    property(SYSTEM, "kafka." + key, "1");

    assertThatThrownBy(this::check)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("kafka." + key + " is set by Framelog itself, expected ");
    assertThat(read().values()).doesNotContainKey(key);
  }

  @Test
  void refusesThemFromTheEnvironmentToo() {
    variable("KAFKA_ENABLE_IDEMPOTENCE", "false");

    assertThatThrownBy(this::check).hasMessageStartingWith("KAFKA_ENABLE_IDEMPOTENCE is set by");
  }

  @Test
  void refusesAPropertyThatIsNotASetting() {
    property(FILE, "kafka.sasl.mecanism", "PLAIN");

    assertThatThrownBy(this::check)
        .hasMessageStartingWith("kafka.sasl.mecanism is not a setting of Kafka's clients,");
  }

  @Test
  void acceptsVariablesOfOtherSoftware() {
    variable("KAFKA_PORT_9092_TCP_ADDR", "10.0.0.1");
    variable("KAFKA_SERVICE_HOST", "10.0.0.1");
    variable("KAFKA_BROKERS_SERVICE_PORT_CLIENTS", "9092");
    variable("KAFKA_HEAP_OPTS", "-Xmx1g");

    assertThatCode(this::check).doesNotThrowAnyException();
    assertThat(KafkaKeys.unknownVariables(config())).containsExactly("KAFKA_HEAP_OPTS");
  }

  @Test
  void requiresAnAddress() {
    property(SYSTEM, "kafka.bootstrap.servers", "");

    assertThatThrownBy(this::check)
        .hasMessage("kafka.bootstrap.servers is missing, expected host:port[,host:port]");
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.security.protocol, TLS, security.protocol",
    "kafka.bootstrap.servers, nowhere, kafka.bootstrap.servers is 'nowhere'",
    "kafka.bootstrap.servers, 'a:9092,b', kafka.bootstrap.servers is",
    "kafka.reconnect.backoff.ms, soon, reconnect.backoff.ms"
  })
  void namesAnInvalidValue(String name, String value, String named) {
    property(SYSTEM, name, value);

    assertThatThrownBy(this::check).isInstanceOf(ConfigException.class).hasMessageContaining(named);
  }

  @Test
  void namesAMissingFile() {
    property(FILE, "kafka.security.protocol", "SSL");
    property(FILE, "kafka.ssl.truststore.type", "PEM");
    property(FILE, "kafka.ssl.truststore.location", "/no/such/ca.pem");

    assertThatThrownBy(this::check).hasMessageContaining("/no/such/ca.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"se\"cret\";", "\"secret", "\"secret\"", "secret; secret"})
  void aLoginThatCannotBeReadIsNotQuoted(String password) {
    variable("KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT");
    variable("KAFKA_SASL_MECHANISM", "PLAIN");
    variable("KAFKA_SASL_JAAS_CONFIG", LOGIN + password);

    assertThatThrownBy(this::check)
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("kafka.sasl.jaas.config cannot be read, expected ")
        .hasMessageNotContaining("cret");
  }

  @Test
  void toStringContainsNoSecret() {
    variable("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    variable("KAFKA_SASL_MECHANISM", "PLAIN");
    variable("KAFKA_SASL_JAAS_CONFIG", LOGIN + "\"12345\";");

    assertThat(read()).hasToString("bootstrap=kafka:9092 protocol=SASL_SSL mechanism=PLAIN");
    assertThat(new KafkaConnection(read(), "x").toString()).doesNotContain("12345");
    assertThat(KafkaSettingsBeans.ofChannels(read(), "x").toString()).doesNotContain("12345");
  }

  private void variable(String name, String value) {
    sources.withSources(new EnvConfigSource(Map.of(name, value), ENVIRONMENT));
  }

  private void property(int ordinal, String name, String value) {
    sources.withSources(new PropertiesConfigSource(Map.of(name, value), name, ordinal));
  }

  private SmallRyeConfig config() {
    return sources.build();
  }

  private KafkaSettings read() {
    return KafkaSettings.from(config());
  }

  private KafkaSettings check() {
    return KafkaSettings.checked(config());
  }
}
