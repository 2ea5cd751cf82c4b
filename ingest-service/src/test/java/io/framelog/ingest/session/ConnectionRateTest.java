package io.framelog.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionRateTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void letsABurstOfTenSecondsWorthComeAtOnceAndThenTheRate() {
    ConnectionRate rate = new ConnectionRate(2, 0, 0);

    assertThat(admitted(rate, "192.0.2.1", 100, 0)).isEqualTo(20);
    assertThat(admitted(rate, "192.0.2.1", 100, 3 * SECOND)).isEqualTo(6);
    assertThat(rate.refusal("192.0.2.1", 3 * SECOND))
        .contains("more than 2 connections a second from 192.0.2.1");
  }

  @Test
  void oneThatCannotStopTryingLeavesRoomForOthers() {
    ConnectionRate rate = new ConnectionRate(2, 4, 0);
    admitted(rate, "192.0.2.1", 1_000, 0);

    assertThat(admitted(rate, "192.0.2.2", 100, 0)).isEqualTo(20);
    assertThat(rate.refusal("192.0.2.3", 0))
        .contains("more than 4 connections a second to this node");
  }

  @Test
  void noLimitIsNone() {
    assertThat(admitted(new ConnectionRate(0, 0, 0), "192.0.2.1", 10_000, 0)).isEqualTo(10_000);
  }

  @Test
  void theTableOfAddressesIsBounded() {
    ConnectionRate rate = new ConnectionRate(1, 0, 0);
    for (int i = 0; i < 100_000; i++) {
      rate.refusal("host-" + i, 0);
    }
    assertThat(rate.addresses()).isEqualTo(4096);
  }

  private static int admitted(ConnectionRate rate, String address, int attempts, long now) {
    int admitted = 0;
    for (int i = 0; i < attempts; i++) {
      admitted += rate.refusal(address, now).isEmpty() ? 1 : 0;
    }
    return admitted;
  }
}
