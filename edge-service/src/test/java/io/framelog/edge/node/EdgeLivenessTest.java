package io.framelog.edge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.DefaultEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EdgeLivenessTest {
  private final DefaultEventLoopGroup loops = new DefaultEventLoopGroup(2);
  private final CountDownLatch stuck = new CountDownLatch(1);

  @AfterEach
  void stop() {
    stuck.countDown();
    var unused = loops.shutdownGracefully();
  }

  private static Status status(Duration loop, Duration log) {
    return new EdgeLiveness(() -> loop, () -> log).call().getStatus();
  }

  @Test
  void isUpWhileNoThreadIsStuck() {
    assertThat(status(Duration.ofSeconds(2), Duration.ofMillis(250))).isEqualTo(Status.UP);
  }

  @Test
  void isDownWithAStuckEventLoop() {
    assertThat(status(EdgeLiveness.STUCK, Duration.ZERO)).isEqualTo(Status.DOWN);
  }

  @Test
  void isDownWithAStuckLogThread() {
    assertThat(status(Duration.ZERO, EdgeLiveness.STUCK)).isEqualTo(Status.DOWN);
  }

  @Test
  void aBlockedLoopIsDetectedAmongOthers() {
    // given healthy loops
    EventLoopBeats beats = new EventLoopBeats(loops);
    assertThat(beats.longestSilence()).isLessThan(Duration.ofSeconds(3));

    // when one is blocked
    EventExecutor one = loops.next();
    one.execute(
        () -> {
          try {
            stuck.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    // then its silence grows, and ends when it continues
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> beats.longestSilence().compareTo(Duration.ofSeconds(3)) > 0);
    stuck.countDown();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> beats.longestSilence().compareTo(Duration.ofSeconds(2)) < 0);
  }
}
