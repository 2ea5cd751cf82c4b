package io.framelog.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Codec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class AnnexBPropertyTest {
  /** NAL units of H.264 slices without zeros, so that they contain no start code. */
  @Provide
  Arbitrary<List<byte[]>> units() {
    Arbitrary<byte[]> unit =
        Arbitraries.bytes()
            .filter(each -> each != 0)
            .array(byte[].class)
            .ofMinSize(1)
            .ofMaxSize(40)
            .map(
                bytes -> {
                  bytes[0] = 0x65;
                  return bytes;
                });
    return unit.list().ofMaxSize(8);
  }

  @Property(tries = 500)
  void putsALengthBeforeEveryUnit(
      @ForAll("units") List<byte[]> units, @ForAll @IntRange(min = 2, max = 5) int zeros) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (byte[] unit : units) {
      stream.writeBytes(new byte[zeros]);
      stream.write(1);
      stream.writeBytes(unit);
    }

    ByteBuffer out = AnnexB.of(Codec.H264).toLengthPrefixed(ByteBuffer.wrap(stream.toByteArray()));

    List<byte[]> found = new ArrayList<>();
    while (out.hasRemaining()) {
      byte[] unit = new byte[out.getInt()];
      out.get(unit);
      found.add(unit);
    }
    assertThat(found).usingRecursiveComparison().isEqualTo(units);
  }

  @Property(tries = 500)
  void anyBytesResultInValidUnits(@ForAll byte[] bytes) {
    AnnexB annexB = AnnexB.of(Codec.HEVC);

    ByteBuffer out = annexB.toLengthPrefixed(ByteBuffer.wrap(bytes));

    while (out.hasRemaining()) {
      int length = out.getInt();
      assertThat(length).isBetween(1, out.remaining());
      out.position(out.position() + length);
    }
  }
}
