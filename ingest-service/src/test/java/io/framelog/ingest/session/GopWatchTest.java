package io.framelog.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.controlplane.ChunkLimit;
import io.framelog.log.LogRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GopWatchTest {
  private final List<String> figures = new ArrayList<>();
  private final GopWatch watch =
      new GopWatch(new ChunkLimit(1_000, 2_000_000), new NotedStreamMeter(figures));
  private int index;

  private Optional<String> part(boolean key, long ptsMs, long wallMs, int bytes) {
    index = key ? 0 : index + 1;
    return watch.part(
        new LogRecord.Part(
            7, 0, index, index + 1, ptsMs * 1_000, 40_000, ByteBuffer.allocate(bytes)),
        wallMs);
  }

  @Test
  void measuresKeyframesAndTheDriftToTheWallClock() {
    part(true, 500, 10_000, 10);
    part(false, 540, 10_040, 10);
    part(true, 1_500, 11_000, 10);
    part(true, 2_500, 12_100, 10);

    assertThat(figures)
        .containsExactly(
            "keyframe after 1000000", "drift 0", "keyframe after 1000000", "drift -100000");
  }

  @Test
  void reportsALongGopOnceASessionAndCountsEach() {
    part(true, 0, 0, 10);
    assertThat(part(false, 1_960, 1_960, 10)).isEmpty();
    assertThat(part(false, 2_000, 2_000, 10))
        .hasValueSatisfying(a -> assertThat(a).contains("2.0 s"));
    assertThat(part(false, 2_040, 2_040, 10)).isEmpty();

    // and one of too many bytes
    part(true, 2_080, 2_080, 990);
    assertThat(part(false, 2_120, 2_120, 20)).isEmpty();

    assertThat(figures.stream().filter("long gop"::equals)).hasSize(2);
  }

  @Test
  void reportsOnceThatAStreamIsNotOfferedOverHls() {
    GopWatch patient =
        new GopWatch(new ChunkLimit(1_000_000, 60_000_000), new NotedStreamMeter(figures));

    // given WebM, which HLS does not carry
    patient.header(
        new LogRecord.Header(7, 0, 0, "video/webm", List.of(), 0, 0, ByteBuffer.allocate(1)));
    assertThat(partsOf(patient, 20_000)).isEmpty();

    patient.header(
        new LogRecord.Header(7, 0, 0, "video/mp4", List.of(), 0, 0, ByteBuffer.allocate(1)));
    assertThat(partsOf(patient, 6_450)).isEmpty();
    assertThat(partsOf(patient, 20_000))
        .singleElement()
        .satisfies(advice -> assertThat(advice).contains("HLS", "-g"));
    assertThat(partsOf(patient, 20_000)).isEmpty();
  }

  @Test
  void audioAheadOfTheVideoDoesNotCountForHls() {
    // given a keyframe every 4 s, which is delivered when the next one begins, as in MPEG-TS: the
    // audio from then on is in its chunk
    GopWatch patient =
        new GopWatch(new ChunkLimit(1_000_000, 60_000_000), new NotedStreamMeter(figures));
    patient.header(
        new LogRecord.Header(7, 0, 0, "video/mp4", List.of(), 0, 0, ByteBuffer.allocate(1)));

    for (int chunk = 0; chunk < 3; chunk++) {
      long keyframeMs = chunk * 4_000L;
      assertThat(part(patient, 0, keyframeMs, 4_000, keyframeMs + 4_000)).isEmpty();
      for (int i = 1; i <= 40; i++) {
        assertThat(part(patient, i, keyframeMs + 3_800 + i * 100L, 100, keyframeMs + 4_000))
            .isEmpty();
      }
    }

    // and then a frame that is no keyframe
    assertThat(part(patient, 41, 12_000, 4_000, 16_000))
        .hasValueSatisfying(advice -> assertThat(advice).contains("HLS"));
  }

  private static Optional<String> part(
      GopWatch watch, int index, long ptsMs, long durationMs, long reachMs) {
    return watch.part(
        new LogRecord.Part(
            7,
            0,
            index,
            index + 1,
            ptsMs * 1_000,
            durationMs * 1_000,
            reachMs * 1_000,
            ByteBuffer.allocate(1)),
        reachMs);
  }

  @Test
  void earlierAdviceIsKeptWhenMoreIsAdded() {
    watch.header(
        new LogRecord.Header(7, 0, 0, "video/mp4", List.of(), 0, 0, ByteBuffer.allocate(1)));

    assertThat(partsOf(watch, 7_000))
        .satisfiesExactly(
            first -> assertThat(first).contains("2.0 s").doesNotContain("HLS"),
            both -> assertThat(both).contains("2.0 s", "HLS"));
  }

  /** Appends a chunk of this many ms in parts of 40 ms; returns the advice. */
  private static List<String> partsOf(GopWatch watch, long ms) {
    List<String> advice = new ArrayList<>();
    for (int i = 0; i * 40L < ms; i++) {
      watch
          .part(
              new LogRecord.Part(7, 0, i, i + 1, i * 40_000L, 40_000, ByteBuffer.allocate(1)),
              i * 40L)
          .ifPresent(advice::add);
    }
    return advice;
  }
}
