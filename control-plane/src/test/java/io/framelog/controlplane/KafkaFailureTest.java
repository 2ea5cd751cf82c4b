package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class KafkaFailureTest {
  @Test
  void invalidCredentialsAreARefusal() {
    KafkaFailure trouble = KafkaFailure.of(new SaslAuthenticationException("invalid credentials"));

    assertThat(trouble.kind()).isEqualTo(KafkaFailure.Kind.REFUSAL);
    assertThat(trouble.sentence())
        .isEqualTo("Kafka does not accept the credentials, see kafka.sasl.…: invalid credentials");
  }

  @Test
  void aCertificateErrorHasTheRootCause() {
    KafkaFailure trouble =
        KafkaFailure.of(
            new SslAuthenticationException(
                "SSL handshake failed", new IllegalStateException("path not found")));

    assertThat(trouble.kind()).isEqualTo(KafkaFailure.Kind.REFUSAL);
    assertThat(trouble.sentence())
        .startsWith("TLS with Kafka fails, see kafka.ssl.…: ")
        .endsWith("path not found");
  }

  @Test
  void missingRightsNameTheTopic() {
    KafkaFailure trouble =
        KafkaFailure.of(new TopicAuthorizationException(Set.of("framelog.nodes")));

    assertThat(trouble.kind()).isEqualTo(KafkaFailure.Kind.REFUSAL);
    assertThat(trouble.sentence()).contains("framelog.nodes");
  }

  @Test
  void aTimeoutIsAnAbsenceAndAMissingTopicIsPassing() {
    assertThat(KafkaFailure.of(new TimeoutException("no node")).kind())
        .isEqualTo(KafkaFailure.Kind.ABSENCE);
    assertThat(KafkaFailure.of(new UnknownTopicOrPartitionException("not yet")).kind())
        .isEqualTo(KafkaFailure.Kind.PASSING);
  }
}
