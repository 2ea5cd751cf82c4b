package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.media.Bytes;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class BitReaderPropertyTest {
  @Property
  void readsFieldsOfAnyWidthInTheOrderWritten(
      @ForAll @Size(max = 50) List<@LongRange(min = 0, max = (1L << 56) - 1) Long> values,
      @ForAll @IntRange(min = 0, max = 7) int shift) {
    BitWriter out = new BitWriter().bits(shift, 0);
    for (long value : values) {
      out.bits(width(value), value);
    }

    BitReader in = new BitReader(out.toBytes().buffer(), "test");

    in.skip(shift);
    for (long value : values) {
      assertThat(in.longBits(width(value))).isEqualTo(value);
    }
  }

  private static int width(long value) {
    return Math.max(1, 64 - Long.numberOfLeadingZeros(value));
  }

  @Property
  void readsExpGolombCodes(
      @ForAll @IntRange(min = 0, max = Integer.MAX_VALUE) int unsigned,
      @ForAll @IntRange(min = -1_000_000_000, max = 1_000_000_000) int signed) {
    Bytes written = new BitWriter().unsignedExpGolomb(unsigned).signedExpGolomb(signed).toBytes();

    BitReader in = new BitReader(written.buffer(), "test");

    assertThat(in.unsignedExpGolomb(Integer.MAX_VALUE, "unsigned")).isEqualTo(unsigned);
    assertThat(in.signedExpGolomb()).isEqualTo(signed);
  }

  @Property
  void neverReadsPastTheEnd(@ForAll byte[] bytes, @ForAll @IntRange(min = 1, max = 56) int width) {
    BitReader in = new BitReader(Bytes.wrap(bytes).buffer(), "test");

    for (int i = 0; i < bytes.length * 8 / width; i++) {
      assertThat(in.longBits(width)).isBetween(0L, (1L << width) - 1);
    }

    assertThatThrownBy(() -> in.longBits(width))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("cut short at bit");
  }

  @Property
  void refusesCodesAboveTheFieldsRange(
      @ForAll @IntRange(min = 0, max = 1000) int max,
      @ForAll @IntRange(min = 1, max = 1000) int excess) {
    Bytes written = new BitWriter().unsignedExpGolomb(max + excess).toBytes();

    BitReader in = new BitReader(written.buffer(), "test");

    assertThatThrownBy(() -> in.unsignedExpGolomb(max, "field"))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("field is " + (max + excess));
  }

  @Property
  void removesEmulationPrevention(
      @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 0, max = 4) Integer> payload) {
    BitWriter unit = new BitWriter().bits(8, 0x67);
    int zeros = 0;
    for (int value : payload) {
      if (zeros == 2 && value <= 3) {
        unit.bits(8, 3);
        zeros = 0;
      }
      unit.bits(8, value);
      zeros = value == 0 ? zeros + 1 : 0;
    }

    BitReader in = NalUnits.payload(unit.toBytes(), 1, "test");

    for (int value : payload) {
      assertThat(in.bits(8)).isEqualTo(value);
    }
    assertThat(in.bitsLeft()).isZero();
  }
}
