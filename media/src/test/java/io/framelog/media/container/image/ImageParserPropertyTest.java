package io.framelog.media.container.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.container.EventListing;
import io.framelog.media.container.ParserFeed;
import io.framelog.media.container.ParserLimits;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ImageParserPropertyTest {
  private static final byte[] ALL = Images.together(Images.samples());

  @Property(tries = 200)
  void slicingMakesNoDifference(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9_000) int largest) {
    Random random = new Random(seed);

    EventListing sliced =
        ParserFeed.sliced(parser(), ALL, left -> 1 + random.nextInt(Math.min(largest, left)));

    assertThat(sliced.text()).isEqualTo(ParserFeed.whole(parser(), ALL).text());
    assertThat(sliced.samples()).hasSize(Images.samples().size());
  }

  @Property(tries = 300)
  void refusesDamagedBytesOrDeliversSamplesWithinTheInput(
      @ForAll @LongRange(min = 0) long seed, @ForAll @IntRange(min = 1, max = 20) int broken) {
    Random random = new Random(seed);
    byte[] bytes = ALL.clone();
    for (int i = 0; i < broken; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));

    EventListing listing = ParserFeed.broken(parser(), cut);

    assertThat(listing.samples().stream().mapToLong(s -> s.size()).sum())
        .isLessThanOrEqualTo(cut.length);
  }

  private static ImageParser parser() {
    return new ImageParser(ParserLimits.DEFAULT, () -> 0);
  }
}
