package io.framelog.edge.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ViewerStallWatchTest {
  private final ViewerStallWatch watch = new ViewerStallWatch(1_000);

  @Test
  void aSocketWithoutPendingDataIsNotStalled() {
    assertThat(watch.look(0, 500, 2_000)).isZero();
    assertThat(watch.look(0, 500, 9_000)).isZero();
  }

  @Test
  void aStallBeginsWhenTheSocketLastAcceptedData() {
    watch.look(0, 500, 2_000);
    assertThat(watch.look(300, 800, 3_000)).isEqualTo(1_000);
    assertThat(watch.look(300, 800, 4_000)).isEqualTo(2_000);
  }

  @Test
  void writingMoreDoesNotEndAStall() {
    watch.look(300, 300, 2_000);
    // Netty adds its overhead to the bytes
    assertThat(watch.look(700 + 96, 700, 5_000)).isEqualTo(4_000);
  }

  @Test
  void acceptingLessThanIsWrittenIsNotAStall() {
    watch.look(300, 300, 2_000);
    assertThat(watch.look(500, 700, 5_000)).isZero();
  }

  @Test
  void aSlowSocketIsNotStalled() {
    watch.look(100_000, 100_000, 2_000);
    for (int i = 1; i < 100; i++) {
      assertThat(watch.look(100_000 - i, 100_000, 2_000 + i)).isZero();
    }
  }
}
