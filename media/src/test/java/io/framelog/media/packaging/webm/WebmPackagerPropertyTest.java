package io.framelog.media.packaging.webm;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.packaging.Samples;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class WebmPackagerPropertyTest {
  @Property(tries = 300)
  void aClusterContainsExactlyTheSamples(
      @ForAll @LongRange(min = 0, max = 1L << 50) long start,
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 40_000) Integer> sizes) {
    // given
    WebmPackager packager = new WebmPackager(List.of(Samples.VP8));
    List<ByteBuffer> sent = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      ByteBuffer frame = Samples.frame(i, sizes.get(i));
      packager.add(0, start + i, start + i, 1, i == 0, frame);
      sent.add(frame);
    }

    // when
    EbmlTree part = new EbmlTree(packager.finishPart());

    // then
    assertThat(part.one(0xE7).unsigned()).isEqualTo(start);
    assertThat(part.all(0xA3))
        .extracting(block -> block.payload().slice(4, block.payload().remaining() - 4))
        .isEqualTo(sent);
  }

  @Property
  void sizesUseTheFewestBytesAndAreNeverUnknown(
      @ForAll @LongRange(min = 0, max = (1L << 56) - 2) long size) {
    ByteBuffer out = ByteBuffer.allocate(8);

    EbmlWriter.putSize(out, size);

    int length = out.position();
    assertThat(length).isEqualTo(EbmlWriter.sizeLength(size));
    assertThat(Integer.numberOfLeadingZeros(out.get(0) & 0xff) - 23).isEqualTo(length);
    assertThat(size).isLessThan((1L << (7 * length)) - 1);
    assertThat(length == 1 || size >= (1L << (7 * (length - 1))) - 1).isTrue();
  }
}
