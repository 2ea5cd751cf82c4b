package io.framelog.controlplane;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Why a request to Kafka failed, with a message for operators.
 *
 * @param sentence without secrets
 */
record KafkaFailure(Kind kind, String sentence) {
  /** What resolves the failure. */
  enum Kind {
    /** A short time: new topics are not visible yet. */
    PASSING,
    /** The end of the outage. */
    ABSENCE,
    /** Only an operator: frequent retries would load the broker, or lock an account. */
    REFUSAL
  }

  static KafkaFailure of(@Nullable Throwable failure) {
    if (failure instanceof SslAuthenticationException) {
      return new KafkaFailure(
          Kind.REFUSAL, "TLS with Kafka fails, see kafka.ssl.…: " + root(failure));
    }
    if (failure instanceof AuthenticationException) {
      return new KafkaFailure(
          Kind.REFUSAL,
          "Kafka does not accept the credentials, see kafka.sasl.…: " + failure.getMessage());
    }
    if (failure instanceof AuthorizationException) {
      return new KafkaFailure(
          Kind.REFUSAL, "Kafka forbids it to this user, see its ACLs: " + failure.getMessage());
    }
    return new KafkaFailure(
        failure instanceof UnknownTopicOrPartitionException ? Kind.PASSING : Kind.ABSENCE,
        "Kafka does not answer: " + root(failure));
  }

  private static @Nullable Throwable root(@Nullable Throwable failure) {
    Throwable root = failure;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
