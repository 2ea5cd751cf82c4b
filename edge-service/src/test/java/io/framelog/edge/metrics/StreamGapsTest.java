package io.framelog.edge.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.channel.GapReason;
import io.framelog.log.StreamId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class StreamGapsTest {
  private static final StreamId ONE = new StreamId("one");
  private static final StreamId OTHER = new StreamId("other");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StreamGaps gaps = new StreamGaps(registry);

  @Test
  void countsByStreamAndReason() {
    gaps.count(ONE, GapReason.SLOW);
    gaps.count(ONE, GapReason.SLOW);
    gaps.count(ONE, GapReason.BUSY);
    gaps.count(OTHER, GapReason.SLOW);

    assertThat(count("one", "slow")).isEqualTo(2);
    assertThat(count("one", "busy")).isEqualTo(1);
    assertThat(count("other", "slow")).isEqualTo(1);
  }

  @Test
  void slowBeginsAtZeroWithTheChannel() {
    gaps.begin(ONE);
    assertThat(count("one", "slow")).isZero();

    gaps.count(ONE, GapReason.SLOW);
    assertThat(count("one", "slow")).isEqualTo(1);
    assertThat(registry.getMeters()).hasSize(1);
  }

  @Test
  void removesAllSeriesOfAStreamAndNoOthers() {
    gaps.count(ONE, GapReason.SLOW);
    gaps.count(ONE, GapReason.BUSY);
    gaps.count(OTHER, GapReason.SLOW);

    gaps.forget(ONE);

    assertThat(registry.getMeters()).hasSize(1);
    gaps.count(ONE, GapReason.SLOW);
    assertThat(count("one", "slow")).as("starts again at zero").isEqualTo(1);
  }

  @Test
  void hasNoSeriesOfAStreamWithoutGaps() {
    gaps.forget(ONE);

    assertThat(registry.getMeters()).isEmpty();
  }

  private double count(String stream, String reason) {
    return registry
        .get("framelog.edge.stream.gaps")
        .tags("stream", stream, "reason", reason)
        .counter()
        .count();
  }
}
