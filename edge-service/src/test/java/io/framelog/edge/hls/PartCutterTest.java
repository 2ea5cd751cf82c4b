package io.framelog.edge.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.log.LogRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartCutterTest {
  private static final long TARGET_US = 210_000;

  private final List<PartCutter.Cut> cuts = new ArrayList<>();
  private final PartCutter cutter = new PartCutter(TARGET_US, false, cuts::add);

  private void add(long ptsUs, long durationUs) {
    add(ptsUs, durationUs, ptsUs + durationUs);
  }

  private void add(long ptsUs, long durationUs, long reachUs) {
    cutter.add(part(ptsUs, durationUs, reachUs));
  }

  @Test
  void closesAPartWithoutWaitingForTheRecordThatWouldNotFit() {
    for (int i = 0; i < 5; i++) {
      assertThat(cuts).isEmpty();
      add(i * 40_000L, 40_000);
    }

    assertThat(cuts).singleElement().extracting(PartCutter.Cut::durationUs).isEqualTo(200_000L);
  }

  @Test
  void closesAPartBeforeARecordThatDoesNotFit() {
    add(0, 40_000);
    add(40_000, 400_000);

    assertThat(cuts).extracting(PartCutter.Cut::durationUs).containsExactly(40_000L, 400_000L);
  }

  @Test
  void closesTheLastPartWithItsChunk() {
    add(0, 40_000);
    cutter.finish();
    cutter.finish();

    assertThat(cuts).singleElement().extracting(PartCutter.Cut::durationUs).isEqualTo(40_000L);
  }

  @ParameterizedTest
  @ValueSource(doubles = {5, 10, 15, 20, 23.976, 24, 25, 29.97, 30, 48, 50, 59.94, 60, 120})
  void fillsPartsAtUsualFrameRates(double framesPerSecond) {
    for (int i = 0; i < framesPerSecond * 4; i++) {
      long ptsUs = Math.round(i * 1_000_000 / framesPerSecond);
      add(ptsUs, Math.round((i + 1) * 1_000_000 / framesPerSecond) - ptsUs);
    }

    assertThat(cuts)
        .hasSizeGreaterThan(17)
        .allSatisfy(cut -> assertThat(cut.durationUs()).isBetween(TARGET_US * 85 / 100, TARGET_US));
  }

  /** I P B B P B B …, 40 ms each; every third part is 120 ms of audio only. */
  private void addMixed(PartCutter to, int frames) {
    int[] shown = {2, 0, 1};
    to.add(part(0, 40_000, 40_000));
    for (int i = 0; i < frames - 1; i++) {
      long ptsUs = 40_000 + (i - i % 3 + shown[i % 3]) * 40_000L;
      to.add(part(ptsUs, 40_000, (i + 2) * 40_000L));
      if (i % 3 == 2) {
        to.add(part(i / 3 * 120_000L, 120_000, (i + 2) * 40_000L));
      }
    }
  }

  private static LogRecord.Part part(long ptsUs, long durationUs, long reachUs) {
    return new LogRecord.Part(0, 0, 0, 1, ptsUs, durationUs, reachUs, ByteBuffer.allocate(1));
  }

  @Test
  void measuresTheVideosProgressIndependentlyOfOrderAndAudio() {
    PartCutter beside = new PartCutter(TARGET_US, true, cuts::add);
    addMixed(beside, 100);
    beside.finishAt(4_000_000);

    assertThat(cuts).hasSize(20);
    assertThat(cuts).extracting(PartCutter.Cut::durationUs).containsOnly(200_000L);
  }

  @Test
  void beginsNoPartWithAudioAlone() {
    // given a full part, and audio before the next keyframe
    PartCutter beside = new PartCutter(TARGET_US, true, cuts::add);
    for (int i = 1; i <= 5; i++) {
      beside.add(part(i * 40_000L - 40_000, 40_000, i * 40_000L));
    }
    assertThat(cuts).isEmpty();
    beside.add(part(100_000, 85_000, 200_000));
    beside.add(part(185_000, 40_000, 200_000));

    // when the chunk ends
    beside.finishAt(200_000);

    assertThat(cuts).singleElement().extracting(cut -> cut.data().size()).isEqualTo(7);
    assertThat(total()).isEqualTo(200_000L);
  }

  @Test
  void correctsTheLastSampleByTheStartOfTheNextChunk() {
    add(0, 40_000);
    cutter.finishAt(33_000);

    assertThat(total()).isEqualTo(33_000);
  }

  @Test
  void treatsALargeDifferenceAsAGap() {
    add(0, 40_000);
    cutter.finishAt(5_000_000);

    assertThat(total()).isEqualTo(140_000);
  }

  @Test
  void measuresFromTheStartOfDecoding() {
    // given a keyframe that is shown three frames after it is decoded
    add(1_120_000, 40_000, 1_040_000);
    add(1_280_000, 40_000, 1_080_000);
    cutter.finish();

    assertThat(total()).isEqualTo(80_000);
  }

  private long total() {
    return cuts.stream().mapToLong(PartCutter.Cut::durationUs).sum();
  }
}
