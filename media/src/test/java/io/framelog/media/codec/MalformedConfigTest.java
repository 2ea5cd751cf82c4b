package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.Bytes;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A truncated or damaged configuration causes a {@link CodecException}, never another exception.
 */
class MalformedConfigTest {
  static Stream<ConfigParser> parsers() {
    return ConfigParser.all();
  }

  @ParameterizedTest
  @MethodSource("parsers")
  void isRefusedWhenCutShort(ConfigParser parser) {
    Bytes whole = Fixture.of(parser.fixture());
    parser.parse(Fixture.cut(whole, parser.needed()));
    for (int length = 0; length < parser.needed(); length++) {
      Bytes cut = Fixture.cut(whole, length);
      assertThatThrownBy(() -> parser.parse(cut))
          .as("cut to %d bytes", length)
          .isInstanceOf(CodecException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("parsers")
  void isReadOrRefusedWhenABitIsWrong(ConfigParser parser) {
    Bytes whole = Fixture.of(parser.fixture());
    int refused = 0;
    for (int bit = 0; bit < Math.min(parser.needed(), 200) * 8; bit++) {
      refused += parser.accepts(Fixture.damaged(whole, bit)) ? 0 : 1;
    }
    assertThat(refused).as("detected errors").isPositive();
  }
}
