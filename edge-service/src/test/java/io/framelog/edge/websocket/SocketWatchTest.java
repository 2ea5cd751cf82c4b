package io.framelog.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.channel.NoMetrics;
import io.framelog.edge.connection.DisconnectReason;
import io.framelog.edge.connection.NotingSocket;
import io.framelog.edge.message.ServerMessage;
import io.framelog.log.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketWatchTest {
  private static final Duration STALL = Duration.ofSeconds(10);

  private final List<DisconnectReason> givenUp = new ArrayList<>();
  private final NotingSocket socket = new NotingSocket();
  private final Viewer viewer =
      new Viewer(socket, new Viewer.Settings(new StreamId("cam1"), true, 1_000), new NoMetrics());
  private final SocketWatch watch = new SocketWatch(viewer, socket, STALL, givenUp::add, 0);
  private long seconds;

  private void pass(Duration time) {
    for (long until = seconds + time.toSeconds(); seconds < until; ) {
      seconds++;
      watch.sweep(Duration.ofSeconds(seconds).toNanos());
    }
  }

  private long pings() {
    return socket.story.stream().filter(String::isEmpty).count();
  }

  @Test
  void aPlayerThatAnswersPingsStaysConnected() {
    for (int i = 1; i <= 10; i++) {
      pass(SocketWatch.PING_EVERY);
      assertThat(pings()).isEqualTo(i);
      watch.pong();
    }

    assertThat(socket.closeCode).isZero();
  }

  private long heartbeats() {
    return socket.story.stream().filter("heartbeat"::equals).count();
  }

  @Test
  void anIdlePlayerIsSentHeartbeats() {
    pass(Duration.ofSeconds(10));

    assertThat(heartbeats())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(10).dividedBy(SocketWatch.HEARTBEAT_EVERY));
  }

  @Test
  void aPlayerThatIsSentMediaNeedsNoHeartbeat() {
    for (int i = 0; i < 10; i++) {
      viewer.tellOnce(new ServerMessage.Waiting());
      pass(Duration.ofSeconds(1));
    }

    assertThat(heartbeats()).isZero();
  }

  @Test
  void aHeartbeatIsNotQueuedAfterMedia() {
    socket.writable = false;

    pass(Duration.ofSeconds(5));

    assertThat(viewer.waitingBytes()).isZero();
  }

  @Test
  void aPlayerOfAStreamWithoutAPublisherIsNotStalled() {
    for (int i = 0; i < 20; i++) {
      pass(STALL);
      watch.pong();
    }

    assertThat(givenUp).isEmpty();
  }

  @Test
  void aPlayerThatAnswersNoPingIsDisconnected() {
    pass(SocketWatch.PING_EVERY.multipliedBy(2));
    assertThat(givenUp).isEmpty();

    pass(SocketWatch.PING_EVERY);

    assertThat(givenUp).containsExactly(DisconnectReason.NO_PONG);
    assertThat(socket.closeCode).isEqualTo(SocketWatch.CLOSE_STALLED);
  }

  @Test
  void aPlayerThatAcceptsNoDataIsDisconnectedAndItsConnectionReset() {
    socket.pendingBytes = 500;
    socket.writable = false;
    pass(STALL.minusSeconds(1));
    assertThat(givenUp).isEmpty();

    pass(Duration.ofSeconds(1));
    assertThat(givenUp).containsExactly(DisconnectReason.STALLED);
    assertThat(socket.closeCode).isEqualTo(SocketWatch.CLOSE_STALLED);
    assertThat(socket.aborted).isFalse();

    pass(SocketWatch.CLOSING.plusSeconds(1));
    assertThat(socket.aborted).isTrue();
    assertThat(givenUp).hasSize(1);
  }

  @Test
  void aSocketClosedByOtherCodeIsResetToo() {
    viewer.close(1009, "too long");
    pass(SocketWatch.CLOSING.plusSeconds(1));

    assertThat(socket.aborted).isTrue();
    assertThat(givenUp).isEmpty();
  }
}
