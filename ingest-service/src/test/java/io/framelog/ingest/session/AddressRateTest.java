package io.framelog.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AddressRateTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void admitsABurstOfTenSecondsAndThenTheRate() {
    AddressRate rate = connections(2, 0);

    assertThat(admitted(rate, "192.0.2.1", 100, 0)).isEqualTo(20);
    assertThat(admitted(rate, "192.0.2.1", 100, 3 * SECOND)).isEqualTo(6);
    assertThat(rate.refusal(Optional.of("192.0.2.1"), 3 * SECOND))
        .contains("more than 2 connections a second from 192.0.2.1");
  }

  @Test
  void anAddressAboveItsRateDoesNotBlockOthers() {
    AddressRate rate = connections(2, 4);
    admitted(rate, "192.0.2.1", 1_000, 0);

    assertThat(admitted(rate, "192.0.2.2", 100, 0)).isEqualTo(20);
    assertThat(rate.refusal(Optional.of("192.0.2.3"), 0))
        .contains("more than 4 connections a second to this node");
  }

  @Test
  void admitsABurstOfTwoMinutesOfNewStreamsAndThenTheRate() {
    AddressRate rate = new AddressRate(AddressRate.Unit.NEW_STREAMS_A_MINUTE, 30, 0, 0);

    assertThat(admitted(rate, "192.0.2.1", 300, 0)).isEqualTo(60);
    assertThat(admitted(rate, "192.0.2.1", 300, 60 * SECOND)).isEqualTo(30);
    assertThat(rate.refusal(Optional.of("192.0.2.1"), 60 * SECOND))
        .contains("more than 30 new streams a minute from 192.0.2.1");
  }

  @Test
  void aRequestWithoutAnAddressCountsOnlyForTheNode() {
    AddressRate rate = connections(1, 2);
    for (int i = 0; i < 20; i++) {
      assertThat(rate.refusal(Optional.empty(), 0)).isEmpty();
    }

    assertThat(rate.refusal(Optional.empty(), 0))
        .contains("more than 2 connections a second to this node");
  }

  @Test
  void zeroMeansNoLimit() {
    assertThat(admitted(connections(0, 0), "192.0.2.1", 10_000, 0)).isEqualTo(10_000);
  }

  @Test
  void theTableOfAddressesIsBounded() {
    AddressRate rate = connections(1, 0);
    for (int i = 0; i < 100_000; i++) {
      rate.refusal(Optional.of("host-" + i), 0);
    }
    assertThat(rate.addresses()).isEqualTo(4096);
  }

  private static AddressRate connections(int perAddress, int perNode) {
    return new AddressRate(AddressRate.Unit.CONNECTIONS_A_SECOND, perAddress, perNode, 0);
  }

  private static int admitted(AddressRate rate, String address, int attempts, long now) {
    int admitted = 0;
    for (int i = 0; i < attempts; i++) {
      admitted += rate.refusal(Optional.of(address), now).isEmpty() ? 1 : 0;
    }
    return admitted;
  }
}
