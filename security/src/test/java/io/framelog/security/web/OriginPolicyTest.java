package io.framelog.security.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
  private static final String KEY = "framelog.edge.origins";

  @ParameterizedTest
  @CsvSource({
    "http://framelog:8080, framelog:8080, true",
    "https://framelog, framelog, true",
    "HTTP://Framelog:8080, framelog:8080, true",
    "http://framelog:8081, framelog:8080, false",
    "http://framelog, framelog:8080, false",
    "https://evil.example, framelog:8080, false",
    "https://framelog:8080.evil.example, framelog:8080, false",
    "null, framelog:8080, false",
  })
  void acceptsOnlyPagesOfItsOwnHostAndPort(String origin, String host, boolean allowed) {
    assertThat(OriginPolicy.of(KEY, "").allows(origin, host)).isEqualTo(allowed);
  }

  @Test
  void withoutAHostEveryPageIsForeign() {
    assertThat(OriginPolicy.of(KEY, "").allows("http://framelog", null)).isFalse();
  }

  @Test
  void framesAreAllowedForItsOwnAndTheConfiguredPages() {
    assertThat(OriginPolicy.of(KEY, "").frameAncestors()).isEqualTo("frame-ancestors 'self'");
    assertThat(OriginPolicy.of(KEY, "https://b.example, https://a.example").frameAncestors())
        .isEqualTo("frame-ancestors 'self' https://a.example https://b.example");
    assertThat(OriginPolicy.of(KEY, "*").frameAncestors()).isEqualTo("frame-ancestors *");
  }

  @Test
  void acceptsTheConfiguredOriginsToo() {
    OriginPolicy policy = OriginPolicy.of(KEY, "https://studio.example, http://localhost:3000");

    assertThat(policy.allows("https://studio.example", "ingest")).isTrue();
    assertThat(policy.allows("http://localhost:3000", "ingest")).isTrue();
    assertThat(policy.allows("http://studio.example", "ingest")).isFalse();
  }

  @Test
  void acceptsAnyOriginForAnAsterisk() {
    assertThat(OriginPolicy.of(KEY, "*").allows("null", "ingest")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "studio.example",
        "https://studio.example/",
        "null",
        "https://a;b",
        "ftp://studio.example"
      })
  void refusesInvalidOrigins(String value) {
    assertThatThrownBy(() -> OriginPolicy.of(KEY, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("framelog.edge.origins has " + value);
  }
}
