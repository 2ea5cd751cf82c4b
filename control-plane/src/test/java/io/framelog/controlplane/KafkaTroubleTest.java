package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class KafkaTroubleTest {
  @Test
  void credentialsAreSomebodysToMend() {
    KafkaTrouble trouble = KafkaTrouble.of(new SaslAuthenticationException("invalid credentials"));

    assertThat(trouble.kind()).isEqualTo(KafkaTrouble.Kind.REFUSAL);
    assertThat(trouble.sentence())
        .isEqualTo("Kafka does not accept the credentials, see kafka.sasl.…: invalid credentials");
  }

  @Test
  void aCertificateIsToldOfByTheInnermostReason() {
    KafkaTrouble trouble =
        KafkaTrouble.of(
            new SslAuthenticationException(
                "SSL handshake failed", new IllegalStateException("path not found")));

    assertThat(trouble.kind()).isEqualTo(KafkaTrouble.Kind.REFUSAL);
    assertThat(trouble.sentence())
        .startsWith("TLS with Kafka fails, see kafka.ssl.…: ")
        .endsWith("path not found");
  }

  @Test
  void missingRightsNameTheTopic() {
    KafkaTrouble trouble =
        KafkaTrouble.of(new TopicAuthorizationException(Set.of("framelog.nodes")));

    assertThat(trouble.kind()).isEqualTo(KafkaTrouble.Kind.REFUSAL);
    assertThat(trouble.sentence()).contains("framelog.nodes");
  }

  @Test
  void silenceEndsByItself() {
    assertThat(KafkaTrouble.of(new TimeoutException("no node")).kind())
        .isEqualTo(KafkaTrouble.Kind.ABSENCE);
    assertThat(KafkaTrouble.of(new UnknownTopicOrPartitionException("not yet")).kind())
        .isEqualTo(KafkaTrouble.Kind.PASSING);
  }
}
