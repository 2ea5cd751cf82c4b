package io.framelog.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class EndReasonTest {
  @ParameterizedTest
  @EnumSource(names = {"WORKER_FAILED", "UNFIT_TOPIC", "LOG_AWAY", "INTERNAL", "SHUTDOWN"})
  void aFailureOfTheNodeOrKafkaIsWorthARetry(EndReason reason) {
    assertThat(reason.isWorthARetry()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = "TOO_MANY_.*", mode = Mode.MATCH_ALL)
  void aReachedLimitIsWorthARetry(EndReason reason) {
    assertThat(reason.isWorthARetry()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aServerErrorIsWorthARetry(EndReason reason) {
    assertThat(reason.httpStatus())
        .satisfiesAnyOf(
            status -> assertThat(status).isLessThan(500),
            status -> assertThat(reason.isWorthARetry()).isTrue());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "UNKNOWN_CONTAINER",
        "MALFORMED",
        "TRUNCATED",
        "LIMIT_EXCEEDED",
        "BITRATE_EXCEEDED",
        "UNSUPPORTED_CODEC",
        "INVALID_STREAM",
        "UNSUPPORTED_ENCODING",
        "FOREIGN_ORIGIN"
      })
  void anErrorOfThePublisherIsNotWorthARetry(EndReason reason) {
    assertThat(reason.isWorthARetry()).isFalse();
  }
}
