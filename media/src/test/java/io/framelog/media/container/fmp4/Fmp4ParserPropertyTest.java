package io.framelog.media.container.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.container.EventListing;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class Fmp4ParserPropertyTest {
  @Provide
  Arbitrary<Mp4Sample> samples() {
    return Arbitraries.of(Mp4Sample.all());
  }

  @Property(tries = 200)
  void slicingMakesNoDifference(
      @ForAll("samples") Mp4Sample sample,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 70_000) int largest) {
    byte[] bytes = sample.bytes();

    String sliced = Mp4Sample.parse(bytes, new Random(seed), largest).text();

    assertThat(sliced).isEqualTo(sample.parse().text());
  }

  @Property(tries = 300)
  void refusesDamagedBytesOrDeliversSamplesWithinTheInput(
      @ForAll("samples") Mp4Sample sample,
      @ForAll @LongRange(min = 0) long seed,
      @ForAll @IntRange(min = 1, max = 20) int broken) {
    Random random = new Random(seed);
    byte[] bytes = sample.bytes();
    for (int i = 0; i < broken; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));

    EventListing listing = Mp4Sample.parseBroken(cut);

    assertThat(listing.samples().stream().mapToLong(s -> s.size()).sum())
        .isLessThanOrEqualTo(cut.length);
  }

  @Property(tries = 300)
  void noiseIsRefused(@ForAll @LongRange(min = 0) long seed) {
    byte[] noise = new byte[4096];
    new Random(seed).nextBytes(noise);

    assertThat(Mp4Sample.parseBroken(noise).text()).isEmpty();
  }
}
