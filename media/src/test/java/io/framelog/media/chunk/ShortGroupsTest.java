package io.framelog.media.chunk;

import static io.framelog.media.chunk.ChunkerFixture.mono;
import static io.framelog.media.chunk.ChunkerFixture.opus;
import static io.framelog.media.chunk.ChunkerFixture.vp8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GOPs that are shorter than a chunk. */
class ShortGroupsTest {
  /** Distances that must be known before a chunk continues after a keyframe. */
  private static final int LEARNED = 4;

  private static List<Long> begins(ChunkerFixture live) {
    return live.sink.parts.stream()
        .filter(part -> part.index() == 0)
        .map(part -> part.ptsUs() / 1000)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"40, 1000", "20, 1000", "33, 990", "250, 1000", "480, 960", "500, 1000", "501, 1002"})
  void areJoinedToChunksOfOneSecond(int distanceMs, long chunkMs) {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    for (int key = 0; key * distanceMs < 10_000; key++) {
      live.key((long) key * distanceMs);
    }

    List<Long> begins = begins(live);
    assertThat(begins.subList(0, LEARNED))
        .containsExactly(0L, 1L * distanceMs, 2L * distanceMs, 3L * distanceMs);
    for (int i = LEARNED; i < begins.size(); i++) {
      assertThat(begins.get(i) - begins.get(i - 1)).isEqualTo(chunkMs);
    }
    assertThat(live.sink.parts).hasSize((10_000 + distanceMs - 1) / distanceMs);
    assertThat(live.sink.headers).hasSizeLessThanOrEqualTo(15);
  }

  @ParameterizedTest
  @CsvSource({"520", "600", "1000", "1001", "2000"})
  void areNotJoinedWhenTwoWouldBeTooLong(int distanceMs) {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    for (int key = 0; key < 10; key++) {
      live.key((long) key * distanceMs);
    }

    assertThat(begins(live)).hasSize(10);
  }

  @Test
  void anEarlyKeyframeAtASceneChangeBeginsAChunk() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    List<Long> keyframes = List.of(0L, 400L, 2400L, 4400L, 4640L, 4900L, 6900L, 8900L, 9000L);
    keyframes.forEach(live::key);

    assertThat(begins(live)).isEqualTo(keyframes);
  }

  @Test
  void areJoinedAgainSoonAfterAStall() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000));
    for (int frame = 0; frame < 50; frame++) {
      live.key(frame * 40L);
    }
    for (int frame = 0; frame < 50; frame++) {
      live.key(6000 + frame * 40L);
    }

    assertThat(begins(live))
        .containsExactly(0L, 40L, 80L, 120L, 1120L, 6000L, 6040L, 6080L, 6120L, 7120L);
  }

  @Test
  void endAChunkOfManyBytes() {
    ChunkerFixture live =
        new ChunkerFixture(
            ChunkerSettings.DEFAULT.withChunks(1_000_000, 10L * ChunkerFixture.VP8_KEY.length),
            StreamEnd.EMPTY);
    live.tracks(vp8(1000));
    for (int frame = 0; frame < 30; frame++) {
      live.key(frame * 40L);
    }

    assertThat(begins(live)).containsExactly(0L, 40L, 80L, 120L, 520L, 920L);
  }

  @Test
  void includeTheAudioBeforeThem() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    for (int frame = 0; frame < 7; frame++) {
      live.audio(frame * 40L);
      live.key(frame * 40L);
    }

    assertThat(live.parts()).endsWith("3/0@120+40", "3/1@160+40", "3/2@200+40", "3/3@240+40");
  }

  @Test
  void aChangeOfTheAudioTrackDoesNotWaitForTheEndOfTheChunk() {
    ChunkerFixture live = ChunkerFixture.live(vp8(1000), opus(1000));
    for (int frame = 0; frame < 10; frame++) {
      live.key(frame * 40L);
    }
    live.tracksGoOn(vp8(1000), mono(1000));
    for (int frame = 10; frame < 20; frame++) {
      live.key(frame * 40L);
    }

    assertThat(begins(live))
        .as("7 ms are reserved for audio before the video")
        .containsExactly(7L, 47L, 87L, 127L, 407L);
    assertThat(live.sink.headers)
        .extracting(ChunkHeader::discontinuities)
        .containsExactly(0, 0, 0, 0, 1);
  }

  @Test
  void eachImageHasItsOwnChunk() throws IOException {
    byte[] jpeg = Files.readAllBytes(Path.of("src/test/samples-image/baseline.jpg"));
    Track images =
        new Track(1, Codec.JPEG, Bytes.EMPTY, 1000, 0, new VideoFormat(64, 48, 0), null, "und");
    ChunkerFixture live = ChunkerFixture.live(images);
    for (int image = 0; image < 10; image++) {
      live.sample(1, image * 40L, image * 40L, 0, true, jpeg);
    }

    assertThat(begins(live)).hasSize(10);
  }
}
