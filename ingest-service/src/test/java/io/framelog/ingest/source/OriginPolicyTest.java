package io.framelog.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {
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
  void takesPagesOfItsOwnHostAndPortAlone(String origin, String host, boolean allowed) {
    assertThat(OriginPolicy.of("").allows(origin, host)).isEqualTo(allowed);
  }

  @Test
  void takesProgramsWhichHaveNoOrigin() {
    assertThat(OriginPolicy.of("").allows(null, "framelog:8080")).isTrue();
    assertThat(OriginPolicy.of("").allows("http://framelog", null)).isFalse();
  }

  @Test
  void takesTheOriginsNamedToo() {
    OriginPolicy policy = OriginPolicy.of("https://studio.example, http://localhost:3000");

    assertThat(policy.allows("https://studio.example", "ingest")).isTrue();
    assertThat(policy.allows("http://localhost:3000", "ingest")).isTrue();
    assertThat(policy.allows("http://studio.example", "ingest")).isFalse();
  }

  @Test
  void takesAnyOriginWhereAsked() {
    assertThat(OriginPolicy.of("*").allows("null", "ingest")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"studio.example", "https://studio.example/", "ftp://studio.example"})
  void refusesWhatIsNoOrigin(String value) {
    assertThatThrownBy(() -> OriginPolicy.of(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("framelog.ingest.origins has " + value);
  }
}
