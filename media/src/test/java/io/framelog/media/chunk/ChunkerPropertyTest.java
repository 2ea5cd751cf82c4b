package io.framelog.media.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.MediaEvent;
import io.framelog.media.MediaEventSink;
import io.framelog.media.container.ContainerParser;
import io.framelog.media.container.DetectedParser;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ChunkerPropertyTest {
  /**
   * The time that a session reserves before its first video sample for Opus with a pre-skip of 6.5
   * ms.
   */
  private static final long ROOM_FOR_SOUND_MS = 7;

  private static final long TEN_YEARS_US = 315_360_000_000_000L;

  @Property
  void aSessionStartsAtMostOneTickAfterTheEndOfTheLog(
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
  void ticksSurviveConversionToMicroseconds(
      @ForAll @LongRange(max = 1_000_000_000_000L) long ticks,
      @ForAll @LongRange(min = 1, max = 1_000_000) long timescale) {
    assertThat(Ticks.ceilFromMicros(Ticks.toMicros(ticks, timescale), timescale)).isEqualTo(ticks);
  }

  @Property
  void partsAreContiguousForAnyInput(
      @ForAll @Size(max = 200) List<@IntRange(max = 4) Integer> kinds,
      @ForAll @IntRange(max = 200) int partMs) {
    ChunkerFixture live =
        new ChunkerFixture(
            ChunkerSettings.withPartDuration(partMs * 1000L).withChunks(0, 0),
            new StreamEnd(5, 1, 1_000_000));
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

  @Property
  void joinsGopsWithoutLossAndBeginsEachChunkWithAKeyframe(
      @ForAll @Size(max = 300) List<@IntRange(max = 6) Integer> kinds,
      @ForAll @IntRange(max = 200) int partMs,
      @ForAll @IntRange(max = 2000) int chunkMs) {
    ChunkerFixture live =
        new ChunkerFixture(
            ChunkerSettings.withPartDuration(partMs * 1000L).withChunks(chunkMs * 1000L, 1 << 20),
            StreamEnd.EMPTY);
    live.tracks(ChunkerFixture.vp8(1000), ChunkerFixture.opus(1000));
    List<Long> keyframes = new ArrayList<>();
    live.key(0);
    keyframes.add(0L);
    long time = 0;
    long longestGap = 0;
    for (int kind : kinds) {
      time += 40;
      switch (kind) {
        case 0, 1, 2, 3 -> {
          live.key(time);
          longestGap = Math.max(longestGap, time - keyframes.get(keyframes.size() - 1));
          keyframes.add(time);
        }
        case 4 -> live.inter(time);
        case 5 -> live.audio(time);
        default -> live.passes(30);
      }
    }
    live.chunker.finish();

    List<Long> begins =
        live.sink.parts.stream()
            .filter(part -> part.index() == 0)
            .map(part -> part.ptsUs() / 1000 - ROOM_FOR_SOUND_MS)
            .toList();
    assertThat(keyframes).containsAll(begins);
    assertThat(begins).startsWith(0L);
    assertThat(live.sink.headers)
        .extracting(ChunkHeader::chunk)
        .containsExactlyElementsOf(LongStream.range(0, begins.size()).boxed().toList());
    for (int i = 1; i < begins.size(); i++) {
      assertThat(begins.get(i) - begins.get(i - 1))
          .as("length of chunk %s of %s", i, begins)
          .isLessThanOrEqualTo(chunkMs + 20 + longestGap);
    }
    assertThat(keyframesOf(live.sink.from(0))).isEqualTo(keyframes);
  }

  private static List<Long> keyframesOf(byte[] webm) {
    List<Long> keyframes = new ArrayList<>();
    ContainerParser parser = DetectedParser.of(webm);
    MediaEventSink sink =
        event -> {
          if (event instanceof MediaEvent.SampleRead read
              && read.sample().trackId() == 1
              && read.sample().sync()) {
            keyframes.add(read.sample().pts() - ROOM_FOR_SOUND_MS);
          }
        };
    parser.feed(ByteBuffer.wrap(webm), sink);
    parser.finish(sink);
    return keyframes;
  }
}
