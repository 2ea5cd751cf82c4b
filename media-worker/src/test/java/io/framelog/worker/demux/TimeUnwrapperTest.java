package io.framelog.worker.demux;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.container.packet.PacketStreamWriter;
import org.junit.jupiter.api.Test;

class TimeUnwrapperTest {
  private static final long WRAP = 1L << 33;

  private final TimeUnwrapper times = new TimeUnwrapper(33);

  @Test
  void continuesAfterEachWrap() {
    assertThat(times.unwrap(WRAP - 3600)).isEqualTo(WRAP - 3600);
    assertThat(times.unwrap(0)).isEqualTo(WRAP);
    assertThat(times.unwrap(WRAP / 3)).isEqualTo(WRAP + WRAP / 3);
    assertThat(times.unwrap(WRAP / 3 * 2)).isEqualTo(WRAP + WRAP / 3 * 2);
    assertThat(times.unwrap(WRAP - 1)).isEqualTo(2 * WRAP - 1);
    assertThat(times.unwrap(5)).isEqualTo(2 * WRAP + 5);
  }

  @Test
  void unwrapsTracksInAnyOrder() {
    assertThat(times.unwrap(WRAP - 100)).isEqualTo(WRAP - 100);
    assertThat(times.unwrap(50)).as("video has wrapped").isEqualTo(WRAP + 50);
    assertThat(times.unwrap(WRAP - 20)).as("audio has not wrapped").isEqualTo(WRAP - 20);
    assertThat(times.unwrap(100)).isEqualTo(WRAP + 100);
  }

  @Test
  void keepsAnUnknownTime() {
    times.unwrap(7);

    assertThat(times.unwrap(PacketStreamWriter.UNKNOWN_TIME))
        .isEqualTo(PacketStreamWriter.UNKNOWN_TIME);
  }

  @Test
  void keepsTimesThatDoNotWrap() {
    TimeUnwrapper wide = new TimeUnwrapper(64);

    wide.unwrap(Long.MAX_VALUE);

    assertThat(wide.unwrap(-5)).isEqualTo(-5);
  }
}
