package io.framelog.security.connection;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpLimitsTest {
  private static final Duration OK = Duration.ofSeconds(10);

  @Test
  void namesTheKeyOfAnInvalidValue() {
    assertThatThrownBy(() -> new HttpLimits(Duration.ZERO, OK, 1, 0))
        .hasMessage("framelog.http.request-timeout is PT0S, expected 100 ms to 1 hour");
    assertThatThrownBy(() -> new HttpLimits(OK, Duration.ofHours(2), 1, 0))
        .hasMessageStartingWith("framelog.http.keep-alive is PT2H");
    assertThatThrownBy(() -> new HttpLimits(OK, OK, 0, 0))
        .hasMessage("framelog.http.max-connections is 0, expected at least 1");
    assertThatThrownBy(() -> new HttpLimits(OK, OK, 1, -1))
        .hasMessage("framelog.http.idle-per-address is -1, expected 0 or more");
  }
}
