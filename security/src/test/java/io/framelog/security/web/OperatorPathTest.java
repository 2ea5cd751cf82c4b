package io.framelog.security.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorPathTest {
  @ParameterizedTest
  @CsvSource({
    "/live/../q/metrics, /q/metrics, true",
    "/live/%2e%2e/q, /q, true",
    "//q/health, /q/health, true",
    "/%71, /q, true",
    "/q/../api/streams, /api/streams, true",
    "/./dashboard/, /dashboard/, true",
    "/api;a=b/streams, /api;a=b/streams, true",
    "/;a/;b//api;c/streams, /;a/;b//api;c/streams, true",
    "/api/streams;a=b, /api/streams;a=b, false",
    "/live;a/q, /live;a/q, false",
    ", /q, true",
    "/q, /q, false",
    "/q/metrics, /q/metrics, false",
    "/api/x/../streams, /api/streams, false",
    "/queue, /queue, false",
    "//live/q, /live/q, false",
    "/live/a/../q, /live/q, false"
  })
  void isDisguisedWhereThePathThatWasSentDoesNotBeginWithIt(
      String sent, String path, boolean disguised) {
    assertThat(OperatorPath.isDisguised(sent, path)).isEqualTo(disguised);
  }

  @ParameterizedTest
  @CsvSource({"/q, true", "/api/streams, true", "/dashboard/, true", "/, false", "/qq, false"})
  void isBelowTheFirstSegment(String path, boolean is) {
    assertThat(OperatorPath.is(path)).isEqualTo(is);
  }
}
