package io.framelog.edge.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentDatesTest {
  private final List<Segment> segments = new ArrayList<>();

  private void add(int disc, long wallClockMs, long durationMs) {
    LogRecord.Header header =
        new LogRecord.Header(
            0,
            segments.size(),
            disc,
            Records.MP4,
            List.of(),
            wallClockMs,
            0,
            ByteBuffer.allocate(0));
    Segment segment = new Segment(Records.LOG, new LoggedRecord(0, 0, header), header);
    segment.add(durationMs * 1_000, false, 0);
    segments.add(segment);
  }

  @Test
  void areDerivedFromDurationsAndTheSegmentWithTheLeastDelay() {
    add(0, 1_000, 1_000);
    add(0, 1_985, 1_000);
    add(0, 3_120, 500);
    add(0, 3_490, 1_000);

    assertThat(SegmentDates.of(segments)).containsExactly(985, 1_985, 2_985, 3_485);
  }

  @Test
  void startAgainWithADiscontinuity() {
    add(0, 1_000, 1_000);
    add(1, 2_300, 1_000);
    add(1, 3_250, 1_000);

    assertThat(SegmentDates.of(segments)).containsExactly(1_000, 2_250, 3_250);
  }

  @Test
  void areDerivedFromDurationsWhenTheFirstSegmentWasDelayed() {
    add(0, 35_987, 4_000);
    add(0, 37_791, 4_000);
    add(0, 41_800, 4_000);

    assertThat(SegmentDates.of(segments)).containsExactly(33_791, 37_791, 41_791);
  }

  @Test
  void startAgainAfterAPause() {
    add(0, 1_000, 1_000);
    add(0, 30_000, 1_000);

    assertThat(SegmentDates.of(segments)).containsExactly(1_000, 30_000);
  }
}
