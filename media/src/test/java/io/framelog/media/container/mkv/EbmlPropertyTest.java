package io.framelog.media.container.mkv;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.container.EventListing;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class EbmlPropertyTest {
  @Property
  void numbersReadAsWritten(
      @ForAll @LongRange(max = (1L << 56) - 2) long value, @ForAll @IntRange(max = 8) int extra) {
    byte[] shortest = Ebml.varint(value);
    int length = Math.min(8, shortest.length + extra);
    byte[] written = Ebml.varint(value, length);
    Varint varint = new Varint();
    for (int i = 0; i < length; i++) {
      assertThat(varint.accept(written[i] & 0xff)).isEqualTo(i == length - 1);
    }

    assertThat(varint.number()).isEqualTo(value);
    assertThat(varint.length()).isEqualTo(length);
    assertThat(varint.isUnknown()).isFalse();
  }

  @Property(tries = 200)
  void slicingMakesNoDifference(
      @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 700) Integer> frameSizes,
      @ForAll boolean openEnded,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 900) int largestSlice) {
    byte[] blocks = new byte[0];
    for (int i = 0; i < frameSizes.size(); i++) {
      byte[] frame = new byte[frameSizes.get(i)];
      new Random(seed + i).nextBytes(frame);
      byte[] block =
          i % 3 == 2
              ? Ebml.element(
                  Element.BLOCK_GROUP, Ebml.element(Element.BLOCK, Ebml.block(1, i, 0, frame)))
              : Ebml.simpleBlock(1, i, 0x80, frame);
      blocks = Ebml.join(blocks, block);
    }
    byte[] stream =
        Ebml.join(
            Ebml.header("matroska"),
            Ebml.openEnded(Element.SEGMENT),
            Ebml.info(1_000_000, "any"),
            Ebml.element(Element.TRACKS, Ebml.vp8(1)),
            openEnded
                ? Ebml.join(
                    Ebml.openEnded(Element.CLUSTER), Ebml.number(Element.TIMESTAMP, 3), blocks)
                : Ebml.cluster(3, blocks));
    Random random = new Random(seed);

    EventListing whole = MatroskaFeed.whole(stream);
    EventListing sliced = MatroskaFeed.sliced(stream, left -> 1 + random.nextInt(largestSlice));

    assertThat(whole.samples()).hasSize(frameSizes.size());
    assertThat(sliced.text()).isEqualTo(whole.text());
  }
}
