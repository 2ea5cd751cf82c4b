package io.framelog.security.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPolicyTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "10.244.0.7, true",
    "[::1], true",
    "[fe80::1:2], true",
    "localhost, true",
    "LOCALHOST, true",
    "localhost., true",
    "box, true",
    "Box.lan, true",
    "evil.example, false",
    "localhost.evil.example, false",
    "127.0.0.1.evil.example, false",
    "127.0.0.1e, false",
    "box.evil.example, false",
    "'', false",
  })
  void acceptsOnlyAddressesAndTheMachinesNames(String host, boolean allowed) {
    assertThat(HostPolicy.of("", Set.of("box", "box.lan")).allows(host)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "video.example.com, true",
    "VIDEO.example.com, true",
    "a.live.example.org, true",
    "b.a.live.example.org, true",
    "live.example.org, false",
    "xlive.example.org, false",
    "example.org, false",
  })
  void acceptsTheConfiguredNames(String host, boolean allowed) {
    HostPolicy policy = HostPolicy.of("video.example.com, *.live.example.org", Set.of());

    assertThat(policy.allows(host)).isEqualTo(allowed);
  }

  @Test
  void acceptsAnyNameForAnAsterisk() {
    assertThat(HostPolicy.of("*", Set.of()).allows("evil.example")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a.example", "a.example:8080", "*a", "a.*", "a b", "-a"})
  void refusesInvalidNames(String value) {
    assertThatThrownBy(() -> HostPolicy.check(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("framelog.hosts has " + value);
  }

  @Test
  void theMachinesNamesContainItsHostName() throws Exception {
    assertThat(HostPolicy.namesOfThisMachine()).contains(InetAddress.getLocalHost().getHostName());
  }
}
