package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.log.KafkaConnection;
import io.framelog.log.SharedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ControlPlaneStartTest {
  private static final List<String> READ = List.of(ControlTopics.STREAMS, ControlTopics.NODES);

  @Test
  void readsTheEndOffsetsOnceTheTopicsExist() throws Exception {
    ControlPlaneStart start =
        new ControlPlaneStart(SharedBroker.connection("test"), (short) 1, READ);

    assertThat(start.await(() -> false)).isTrue();
    assertThat(start.caughtUp().isComplete()).isTrue();
  }

  @Test
  void stopsWaitingForAnUnreachableKafkaOnShutdown() throws Exception {
    ControlPlaneStart start =
        new ControlPlaneStart(
            new KafkaConnection("127.0.0.1:" + unusedPort(), "test"), (short) 1, READ);
    AtomicInteger asked = new AtomicInteger();

    // when the process is stopped after the first attempt
    long before = System.nanoTime();
    assertThat(start.await(() -> asked.incrementAndGet() > 1)).isFalse();

    // then the wait ends with it, without an exception
    assertThat(asked).hasValue(2);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void waitsForAKafkaWhoseNameDoesNotResolveYet() throws Exception {
    ControlPlaneStart start =
        new ControlPlaneStart(
            new KafkaConnection("kafka.no-such-name.invalid:9092", "test"), (short) 1, READ);
    AtomicInteger asked = new AtomicInteger();

    assertThat(start.await(() -> asked.incrementAndGet() > 2)).isFalse();
    assertThat(asked).hasValue(3);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
