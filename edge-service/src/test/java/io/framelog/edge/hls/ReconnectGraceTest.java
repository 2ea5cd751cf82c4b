package io.framelog.edge.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReconnectGraceTest {
  private static final OptionalLong ENDED = OptionalLong.of(1_000);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService loop = Executors.newSingleThreadExecutor();
  private final AtomicLong nowMs = new AtomicLong(1_000);
  private final AtomicInteger calls = new AtomicInteger();

  private ReconnectGrace grace(Duration grace) {
    return new ReconnectGrace(
        new ReconnectGrace.Environment(grace, () -> Instant.ofEpochMilli(nowMs.get()), timer),
        loop,
        calls::incrementAndGet);
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
    loop.shutdownNow();
  }

  @Test
  void waitsFromTheEndRecordOnAndThenCallsBack() {
    ReconnectGrace grace = grace(Duration.ofMillis(100));

    assertThat(grace.isOver(ENDED)).isFalse();
    assertThat(grace.isOver(ENDED)).isFalse();
    nowMs.set(1_100);

    await().untilAtomic(calls, is(1));
    assertThat(grace.isOver(ENDED)).isTrue();
  }

  @Test
  void waitsAgainWhenItsClockIsBehind() {
    ReconnectGrace grace = grace(Duration.ofMillis(50));

    assertThat(grace.isOver(ENDED)).isFalse();
    await().untilAtomic(calls, is(1));
    assertThat(grace.isOver(ENDED)).isFalse();

    await().untilAtomic(calls, is(2));
  }

  @Test
  void isNotOverWhileAPublisherIsConnected() {
    ReconnectGrace grace = grace(Duration.ZERO);

    assertThat(grace.isOver(OptionalLong.empty())).isFalse();
    assertThat(grace.isOver(ENDED)).isTrue();
  }

  @Test
  void doesNotCallBackForAPublisherThatReturned() {
    ReconnectGrace early = grace(Duration.ofMillis(50));
    ReconnectGrace late = grace(Duration.ofMillis(100));

    assertThat(early.isOver(ENDED)).isFalse();
    assertThat(early.isOver(OptionalLong.empty())).isFalse();
    assertThat(late.isOver(ENDED)).isFalse();

    await().untilAtomic(calls, is(1));
    assertThat(timer.shutdownNow()).isEmpty();
  }
}
