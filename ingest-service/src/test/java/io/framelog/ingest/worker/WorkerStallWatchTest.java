package io.framelog.ingest.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkerStallWatchTest {
  private static final long SECOND = 1_000_000_000L;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final WorkerStallWatch watch = new WorkerStallWatch(0);

  @Test
  void detectsAWorkerThatHasWorkAndMakesNoProgress() {
    assertThat(watch.isStalled(10 * SECOND, true, PATIENCE)).isFalse();
    assertThat(watch.isStalled(11 * SECOND, true, PATIENCE)).isTrue();
  }

  @Test
  void isResetByEachByteAndWhenNothingIsExpected() {
    watch.moved(8 * SECOND);
    assertThat(watch.isStalled(17 * SECOND, true, PATIENCE)).isFalse();
    assertThat(watch.isStalled(30 * SECOND, false, PATIENCE)).isFalse();
    assertThat(watch.isStalled(39 * SECOND, true, PATIENCE)).isFalse();
    assertThat(watch.isStalled(41 * SECOND, true, PATIENCE)).isTrue();
  }
}
