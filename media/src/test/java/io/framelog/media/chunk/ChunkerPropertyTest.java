package io.framelog.media.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ChunkerPropertyTest {
  private static final long TEN_YEARS_US = 315_360_000_000_000L;

  @Property
  void aSessionBeginsAtMostOneTickAfterTheEndOfTheLog(
      @ForAll @LongRange(max = TEN_YEARS_US) long endUs,
      @ForAll @LongRange(min = -1_000_000_000_000L, max = 1_000_000_000_000L) long origin,
      @ForAll @LongRange(min = 1, max = 0xffff_ffffL) long inputTimescale,
      @ForAll @LongRange(min = 1, max = 1_000_000) long outputTimescale) {
    TimelineBase base = TimelineBase.at(endUs, origin, inputTimescale);

    long placed =
        Ticks.rescale(origin, inputTimescale, outputTimescale) + base.offset(outputTimescale);

    // Rescaling rounds by half a tick, the offset by less than one.
    double endTicks = (double) endUs * outputTimescale / 1e6;
    assertThat(placed - endTicks).isBetween(-0.51, 1.51);
  }

  @Property
  void ticksComeBackFromMicroseconds(
      @ForAll @LongRange(max = 1_000_000_000_000L) long ticks,
      @ForAll @LongRange(min = 1, max = 1_000_000) long timescale) {
    assertThat(Ticks.ceilFromMicros(Ticks.toMicros(ticks, timescale), timescale)).isEqualTo(ticks);
  }

  @Property
  void whateverComesPartsFollowEachOther(
      @ForAll @Size(max = 200) List<@IntRange(max = 4) Integer> kinds,
      @ForAll @IntRange(max = 200) int partMs) {
    ChunkerFixture live =
        new ChunkerFixture(
            ChunkerSettings.withPartDuration(partMs * 1000L), new StreamEnd(5, 1, 1_000_000));
    live.tracks(ChunkerFixture.vp8(1000), ChunkerFixture.opus(1000));
    long time = 0;
    int keyframes = 0;
    for (int kind : kinds) {
      time += 20;
      switch (kind) {
        case 0 -> {
          live.key(time);
          keyframes++;
        }
        case 1, 2 -> live.inter(time);
        case 3 -> live.audio(time);
        default -> live.passes(30);
      }
    }
    live.chunker.finish();

    assertThat(live.sink.headers).hasSize(keyframes);
    long chunk = 4;
    int index = 0;
    long reachUs = 1;
    for (MediaPart part : live.sink.parts) {
      if (part.index() == 0) {
        chunk++;
        index = 0;
      }
      assertThat(part.chunk()).isEqualTo(chunk);
      assertThat(part.index()).isEqualTo(index++);
      assertThat(part.ptsUs()).isGreaterThanOrEqualTo(1_000_000);
      assertThat(part.durationUs()).isPositive();
      assertThat(part.reachUs()).isGreaterThanOrEqualTo(reachUs);
      reachUs = part.reachUs();
    }
    assertThat(chunk).isEqualTo(4 + keyframes);
  }
}
