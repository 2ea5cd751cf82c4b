package io.framelog.edge.hls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-, 0, 99",
    "bytes=10-19, 10, 19",
    "bytes=99-99, 99, 99",
    "bytes=10-999999999999999999, 10, 99",
    "bytes=10-99999999999999999999, 10, 99",
    "bytes=00000000000000000000010-19, 10, 19",
    "bytes=-7, 93, 99",
    "bytes=-700, 0, 99",
    "bytes=-9223372036854775808, 0, 99",
    "bytes=-99999999999999999999, 0, 99",
  })
  void parsesARangeOf100Bytes(String header, long first, long last) {
    assertThat(ByteRange.of(header, 100)).contains(new ByteRange(first, last));
    assertThat(new ByteRange(first, last).isSatisfiable()).isTrue();
    assertThat(new ByteRange(first, last).size()).isEqualTo((int) (last - first + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=100-",
        "bytes=100-200",
        "bytes=-0",
        "bytes=9223372036854775808-",
        "bytes=99999999999999999999-",
        "bytes=99999999999999999999-99999999999999999999"
      })
  void detectsARangeWithoutBytes(String header) {
    assertThat(ByteRange.of(header, 100))
        .hasValueSatisfying(range -> assertThat(range.isSatisfiable()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes=-",
        "bytes=5-4",
        "bytes=0-1,3-4",
        "bytes=a-b",
        "bytes=99999999999999999999-1",
        "items=0-1",
        "bytes=0"
      })
  void sendsAllIfTheHeaderIsNotASingleRange(String header) {
    assertThat(ByteRange.of(header, 100)).isEmpty();
  }

  @Test
  void sendsAllWithoutAHeader() {
    assertThat(ByteRange.of(null, 100)).isEmpty();
  }
}
