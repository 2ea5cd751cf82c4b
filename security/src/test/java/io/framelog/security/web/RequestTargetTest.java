package io.framelog.security.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "*",
        "/live/site-a/Door_2.mp4?token=a%20b&at=-30",
        "/publish/My%20Cam",
        "/live/a%2Fb?x=%25",
        "http://localhost:8080/live?at=2026-11-21T10:00:00Z"
      })
  void isWellFormed(String target) {
    assertThat(RequestTarget.fault(target)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "/live/%zz.mp4, 7",
    "/live/a%, 8",
    "/live/a%4, 8",
    "/live?key=s3cr3t%zz, 17",
    "/live?key=%41%4g, 14",
    "/live?key=%+1, 11"
  })
  void hasAPercentSignThatIsNoEscape(String target, int character) {
    assertThat(RequestTarget.fault(target))
        .startsWith("The address has a % at character " + character + " without")
        .contains("%25")
        .doesNotContain("s3cr3t");
  }

  @Test
  void hasACharacterThatMustBeEscaped() {
    assertThat(RequestTarget.fault("/live/a|b?key=s3cr3t"))
        .startsWith("The address is malformed at character 8: Illegal character in path,")
        .doesNotContain("s3cr3t");
  }
}
