package io.framelog.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.controlplane.RefusedPublisher;
import io.framelog.ingest.LogLines;
import io.framelog.ingest.source.EndReason;
import io.framelog.ingest.source.SourceEnd;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RejectionLogTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private Instant now = START;
  private final RejectionLog rejections = new RejectionLog(() -> now);

  private void refuse(String address, String why) {
    RecordingSource source = new RecordingSource();
    source.comeFrom(address);
    rejections.rejected(source, new SourceEnd(EndReason.MALFORMED, why, 7L));
  }

  @Test
  void logsARepeatedRefusalOnceAndThenTheCount() {
    try (LogLines log = new LogLines()) {
      for (int i = 0; i < 300; i++) {
        refuse("192.0.2.1", "no header at byte 7");
      }
      refuse("192.0.2.2", "no header at byte 7");
      now = START.plus(Duration.ofSeconds(11));
      refuse("192.0.2.1", "no header at byte 7");

      assertThat(log.lines()).hasSize(4);
      assertThat(log.lines().get(2)).contains("count=299");
    }
  }

  @Test
  void keepsEachRefusalOfTheLastMinutesOnce() {
    for (int i = 0; i < 300; i++) {
      refuse("192.0.2.1", "no header at byte 7");
    }
    now = START.plus(Duration.ofMinutes(6));
    refuse("192.0.2.2", "a hole");

    assertThat(rejections.recent())
        .containsExactly(
            new RefusedPublisher(
                START, 300, "192.0.2.1", "tcp", "malformed", "no header at byte 7", 7L),
            new RefusedPublisher(now, 1, "192.0.2.2", "tcp", "malformed", "a hole", 7L));

    now = START.plus(Duration.ofMinutes(11));
    assertThat(rejections.recent()).extracting(RefusedPublisher::message).containsExactly("a hole");
  }

  @Test
  void keepsABoundedNumber() {
    for (int i = 0; i < 300; i++) {
      refuse("192.0.2.1", "reason " + i);
    }

    assertThat(rejections.recent()).hasSize(30);
    assertThat(rejections.recent().get(29).message()).isEqualTo("reason 299");
  }
}
