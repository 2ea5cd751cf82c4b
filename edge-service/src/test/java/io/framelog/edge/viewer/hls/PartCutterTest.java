package io.framelog.edge.viewer.hls;

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
  private final PartCutter cutter = new PartCutter(TARGET_US, cuts::add);

  private void add(long ptsUs, long durationUs) {
    cutter.add(new LogRecord.Part(0, 0, 0, 1, ptsUs, durationUs, ByteBuffer.allocate(1)));
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

  @Test
  void countsAudioThatOverlapsOnlyOnce() {
    // given 4 s of 25 frames a second, each with the audio since the frame before, 23 ms ahead
    for (int i = 0; i < 100; i++) {
      add(Math.max(0, i * 40_000L - 23_000), i == 0 ? 40_000 : 63_000);
    }
    cutter.finish();

    assertThat(total()).isBetween(3_990_000L, 4_030_000L);
  }

  @Test
  void countsFramesThatAreNotInTheOrderTheyAreShown() {
    // given I P B B P B B …, 40 ms each
    add(0, 40_000);
    for (int group = 0; group < 33; group++) {
      long ptsUs = 40_000 + group * 120_000L;
      add(ptsUs + 80_000, 40_000);
      add(ptsUs, 40_000);
      add(ptsUs + 40_000, 40_000);
    }
    cutter.finish();

    assertThat(total()).isEqualTo(4_000_000L);
  }

  private long total() {
    return cuts.stream().mapToLong(PartCutter.Cut::durationUs).sum();
  }
}
