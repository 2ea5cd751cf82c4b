package io.framelog.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 2001:0db8:0001:0002::/64",
    "2001:db8:1:2::ffff, 2001:0db8:0001:0002::/64",
    "::1, 0000:0000:0000:0000::/64"
  })
  void isAnIpv4AddressOrTheNetworkOfAnIpv6Address(String remote, String expected) {
    assertThat(RemoteAddress.of(SocketAddress.inetSocketAddress(1, remote))).isEqualTo(expected);
  }

  @Test
  void isUnknownForAConnectionWithoutAnAddress() {
    assertThat(RemoteAddress.of(null)).isEqualTo("unknown");
  }
}
