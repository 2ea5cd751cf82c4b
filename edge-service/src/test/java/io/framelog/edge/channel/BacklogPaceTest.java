package io.framelog.edge.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.log.LogRecord;
import io.framelog.log.LoggedRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogPaceTest {
  private static final long PART_US = 40_000;

  private long now;
  private long ptsUs;
  private final BacklogPace pace = new BacklogPace(() -> now);

  private void part(long afterUs) {
    ptsUs += afterUs;
    pace.delivered(
        List.of(
            new LoggedRecord(
                0, 0, new LogRecord.Part(0, 0, 0, 1, ptsUs, PART_US, ByteBuffer.allocate(1)))));
  }

  private long partsDue() {
    long parts = 0;
    while (pace.isDue()) {
      part(PART_US);
      parts++;
    }
    return parts;
  }

  @Test
  void liveRecordsAreAlwaysDue() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(pace.isDue()).isTrue();
      part(PART_US);
      now += PART_US * 1_000;
    }
  }

  @Test
  void aBurstOfABacklogIsDueAtOnceAndTheRestALittleFasterThanRealTime() {
    long atOnce = partsDue();
    now += Duration.ofSeconds(1).toNanos();
    long inASecond = partsDue();

    assertThat(atOnce * PART_US)
        .isBetween(BacklogPace.BURST.toMillis() * 1_000, BacklogPace.BURST.toMillis() * 1_050);
    assertThat(inASecond * PART_US / 1e6)
        .isBetween(BacklogPace.SPEED - 0.05, BacklogPace.SPEED + 0.05);
  }

  @Test
  void aJumpOfTheTimelineDelaysNothing() {
    part(PART_US);
    part(Duration.ofHours(1).toMillis() * 1_000);

    assertThat(pace.isDue()).isTrue();
  }
}
