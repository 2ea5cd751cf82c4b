package io.framelog.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeftOutRecordsTest {
  private static final StreamId CAM1 = new StreamId("cam1");

  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final List<String> lines = new ArrayList<>();
  private final LeftOutRecords leftOut = new LeftOutRecords(() -> now, lines::add);

  @Test
  void repeatsAreCountedAndLoggedTogether() {
    IntStream.range(0, 1_000).forEach(i -> leftOut.add(CAM1, "offset=" + i));
    assertThat(lines).containsExactly("record is left out stream=cam1: offset=0");

    now = now.plusSeconds(60);
    leftOut.add(CAM1, "offset=1000");

    assertThat(lines)
        .containsExactly(
            "record is left out stream=cam1: offset=0",
            "more records were left out count=999",
            "record is left out stream=cam1: offset=1000");
    assertThat(leftOut.count()).isEqualTo(1_001);
  }

  @Test
  void manyStreamsLogNoMoreLinesThanTheBound() {
    IntStream.range(0, 1_000).forEach(i -> leftOut.add(new StreamId("cam" + i), "offset=4"));

    assertThat(lines).hasSize(LeftOutRecords.MAX_LINES);
    assertThat(leftOut.count()).isEqualTo(1_000);
  }
}
