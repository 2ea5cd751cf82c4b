package io.framelog.edge.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SegmentIndexTest {
  private static final HlsTiming TIMING =
      HlsTiming.of(Duration.ofMillis(200), Duration.ofSeconds(60));

  @Test
  void aRefusedClaimDoesNotChangeTheOpenSegment() {
    Records log = new Records().session().chunk(25).refused().frames(15, Records.FRAME_US).chunk(1);

    Segment segment = Records.index(log.all(), TIMING).segments().get(0);

    assertThat(segment.durationUs()).isEqualTo(40 * Records.FRAME_US);
  }

  @Test
  void aRefusedClaimDoesNotEndTheStream() {
    Records log = new Records().session().chunk(25).refused();

    SegmentIndex index = Records.index(log.all(), TIMING);

    assertThat(index.endedAtMs()).isEmpty();
    assertThat(index.newest()).hasValueSatisfying(s -> assertThat(s.isComplete()).isFalse());
  }

  @Test
  void aRefusedClaimDoesNotExtendAnEndedStream() {
    Records log = new Records().session().chunk(25).end("finished").silence(500).refused();

    assertThat(Records.index(log.all(), TIMING).endedAtMs()).hasValue(Records.START_MS + 1_000);
  }

  @Test
  void anAbandonedTakeoverEndsTheStream() {
    Records log = new Records().session().chunk(25).silence(500).abandonedTakeover();

    SegmentIndex index = Records.index(log.all(), TIMING);

    assertThat(index.endedAtMs()).hasValue(Records.START_MS + 1_500);
    assertThat(index.newest()).hasValueSatisfying(s -> assertThat(s.isComplete()).isTrue());
  }

  @Test
  void lateRecordsAfterAClaimBelongToNoSegment() {
    Records log = new Records().session().chunk(25).takenOver().frames(5, Records.FRAME_US);

    Segment segment = Records.index(log.all(), TIMING).segments().get(0);

    assertThat(segment.isComplete()).isFalse();
    assertThat(segment.durationUs()).isEqualTo(25 * Records.FRAME_US);
  }
}
