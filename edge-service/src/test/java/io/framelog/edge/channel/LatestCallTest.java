package io.framelog.edge.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatestCallTest {
  private final LatestCall calls = new LatestCall();

  @Test
  void onlyTheAnswerToTheLatestCallCounts() {
    long first = calls.begin();
    assertThat(calls.isLatest(first)).isTrue();

    long second = calls.begin();

    assertThat(calls.isLatest(first)).isFalse();
    assertThat(calls.isLatest(second)).isTrue();
  }

  @Test
  void noAnswerCountsAfterACancellation() {
    long call = calls.begin();

    calls.cancel();
    calls.cancel();

    assertThat(calls.isLatest(call)).isFalse();
    assertThat(calls.isLatest(calls.begin())).isTrue();
  }
}
