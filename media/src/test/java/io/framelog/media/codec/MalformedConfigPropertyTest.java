package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.framelog.media.Bytes;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MalformedConfigPropertyTest {
  @Provide
  Arbitrary<ConfigParser> parsers() {
    return Arbitraries.of(ConfigParser.all().toList());
  }

  @Property
  void noiseIsReadOrRefused(@ForAll("parsers") ConfigParser parser, @ForAll byte[] noise) {
    assertThatCode(() -> parser.accepts(Bytes.wrap(noise))).doesNotThrowAnyException();
  }

  @Property
  void manyWrongBytesAreReadOrRefused(
      @ForAll("parsers") ConfigParser parser,
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 63) Integer> places,
      @ForAll byte value) {
    byte[] damaged = Fixture.of(parser.fixture()).toArray();
    for (int place : places) {
      damaged[place % damaged.length] = value;
    }

    assertThatCode(() -> parser.accepts(Bytes.wrap(damaged))).doesNotThrowAnyException();
  }
}
