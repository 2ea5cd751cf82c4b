package io.framelog.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framelog.broker.EmbeddedKafka;
import io.framelog.broker.EmbeddedKafkaSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A separate broker, which stops and restarts with its data. */
class LogOutageTest {
  @TempDir Path data;

  @Test
  void losesNothingInAnOutageShorterThanTheDeliveryTimeout() throws Exception {
    EmbeddedKafka broker = EmbeddedKafka.start(new EmbeddedKafkaSettings(data, 0));
    int port = URI.create("kafka://" + broker.bootstrapServers()).getPort();
    KafkaConnection connection = new KafkaConnection(broker.bootstrapServers(), "outage");
    LogConfig config = SharedBroker.config(Map.of("max-in-flight-bytes", "65536"));
    StreamId stream = new StreamId("cam1");
    SessionEvents events = new SessionEvents();
    Collected collected = new Collected();

    try (KafkaLogWriter writer = new KafkaLogWriter(config, connection);
        KafkaLogReader reader = new KafkaLogReader(config, connection)) {
      SessionLog session =
          writer
              .claim(stream, "a", Holder::takeovers, events)
              .toCompletableFuture()
              .get(20, SECONDS);
      LogReader.Subscription following =
          reader.follow(stream, new Position(session.logId(), 0), collected);
      Media.write(session, 1, 5);
      await().until(() -> collected.records.size() == 7);

      // when Kafka stops, and the source continues until it is paused
      broker.close();
      session.append(Media.header(session.session(), 1, 0));
      int parts = 0;
      while (events.pressure.isEmpty() && parts < 40) {
        session.append(
            Media.part(session.session(), 1, parts, (5 + parts) * Media.FRAME_US, 5_000));
        parts++;
      }
      await().untilAsserted(() -> assertThat(events.pressure).containsExactly(true));
      broker = EmbeddedKafka.start(new EmbeddedKafkaSettings(data, port));

      // then the source is resumed and everything arrives in order
      await()
          .atMost(Duration.ofSeconds(40))
          .untilAsserted(() -> assertThat(events.pressure).containsExactly(true, false));
      session.end("publisher closed").toCompletableFuture().get(20, SECONDS);
      int expected = 7 + 1 + parts + 1;
      await().atMost(Duration.ofSeconds(40)).until(() -> collected.records.size() == expected);
      assertThat(collected.offsets())
          .containsExactlyElementsOf(LongStream.range(0, expected).boxed().toList());
      RecordSequence sequence = new RecordSequence();
      assertThat(collected.records)
          .allMatch(r -> sequence.next(r.record()) == RecordSequence.Verdict.ACCEPT);
      assertThat(events.lost).isEmpty();
      following.close();
    } finally {
      broker.close();
    }
  }

  @Test
  void aClaimIsRepeatedUntilKafkaIsAvailable() throws Exception {
    int port = freePort();
    KafkaConnection connection = new KafkaConnection("127.0.0.1:" + port, "outage");
    LogConfig config = SharedBroker.config(Map.of("lookup-timeout", "PT1S"));
    try (KafkaLogWriter writer = new KafkaLogWriter(config, connection)) {
      // given an outage that lasts longer than an attempt
      CompletableFuture<SessionLog> claimed = claim(writer);
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(4))
          .until(() -> !claimed.isDone());

      try (EmbeddedKafka broker = EmbeddedKafka.start(new EmbeddedKafkaSettings(data, port))) {
        assertThat(claimed.get(40, SECONDS).session()).as(broker.bootstrapServers()).isZero();
      }
    }
  }

  @Test
  void aClaimFailsWhenTheDeliveryTimeoutHasPassed() throws Exception {
    KafkaConnection connection = new KafkaConnection("127.0.0.1:" + freePort(), "outage");
    Map<String, String> timeouts = Map.of("lookup-timeout", "PT0.2S", "delivery-timeout", "PT2S");
    try (KafkaLogWriter writer = new KafkaLogWriter(SharedBroker.config(timeouts), connection)) {
      long begun = System.nanoTime();

      assertThatThrownBy(() -> claim(writer).get(40, SECONDS))
          .hasCauseInstanceOf(LogException.class);

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static CompletableFuture<SessionLog> claim(KafkaLogWriter writer) {
    return writer
        .claim(new StreamId("cam1"), "a", Holder::takeovers, new SessionEvents())
        .toCompletableFuture();
  }
}
