package io.framelog.ingest.node;

import static io.framelog.ingest.Records.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.controlplane.Command;
import io.framelog.controlplane.ControlJson;
import io.framelog.controlplane.ControlTopics;
import io.framelog.controlplane.NodeState;
import io.framelog.controlplane.StreamLimits;
import io.framelog.controlplane.StreamSettings;
import io.framelog.controlplane.StreamState;
import io.framelog.ingest.Ffmpeg;
import io.framelog.ingest.Records;
import io.framelog.ingest.TestBroker;
import io.framelog.ingest.session.SessionOwner;
import io.framelog.log.StreamId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestBroker.class)
class ControlPlaneTest {
  @Inject IngestLifecycle ingest;
  @Inject StreamRulesInForce rules;
  @Inject MeterRegistry metrics;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @Test
  void announcesAStreamFromItsStartToItsEndByCommand() throws Exception {
    try (Ffmpeg ffmpeg = publish("told", 60);
        Records states = new Records(kafka, ControlTopics.STREAMS);
        Records log = Records.ofStream(kafka, "told")) {
      // given a live stream with its tracks
      StreamState live =
          last(
              states.until(
                  all -> find(all, "told").filter(state -> state.mime() != null).isPresent()),
              "told");
      assertThat(live.status()).isEqualTo(StreamState.Status.LIVE);
      assertThat(live.source()).isEqualTo("tcp");
      assertThat(live.tracks())
          .singleElement()
          .satisfies(track -> assertThat(track.width()).isEqualTo(160));

      // when first another session, then this one is ended by a command
      send(
          ControlTopics.COMMANDS, "told", new Command.EndSession("told", live.session() + 1, "no"));
      send(
          ControlTopics.COMMANDS,
          "told",
          new Command.EndSession("told", live.session(), "deleted by an operator"));

      // then the log, the control plane and the publisher are notified
      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);
      assertThat(header(records.get(records.size() - 1), "reason"))
          .isEqualTo("ended-by-command: deleted by an operator");
      StreamState ended =
          last(
              states.until(
                  all ->
                      find(all, "told")
                          .filter(state -> state.status() == StreamState.Status.ENDED)
                          .isPresent()),
              "told");
      assertThat(ended.session()).isEqualTo(live.session());
      assertThat(ended.endReason()).contains("deleted by an operator");
      await().until(() -> !ffmpeg.isAlive());
    }
  }

  @Test
  void refusesASecondPublisherOfAnExclusiveStream() throws Exception {
    StreamId stream = new StreamId("mine");
    send(ControlTopics.SETTINGS, "mine", new StreamSettings(true, StreamLimits.NONE, null));
    try (Ffmpeg first = publish("mine", 60);
        Records log = Records.ofStream(kafka, "mine");
        Records states = new Records(kafka, ControlTopics.STREAMS)) {
      log.untilKind("part", 5);
      StreamState live = last(states.until(all -> find(all, "mine").isPresent()), "mine");
      await().until(() -> rules.keeps(stream, new SessionOwner(live.node(), "")));

      try (Ffmpeg second = publish("mine", 60)) {
        await().atMost(Duration.ofSeconds(20)).until(() -> !second.isAlive());
        assertThat(first.isAlive()).isTrue();
      }
      assertThat(
              metrics.get("framelog.ingest.rejections").tag("reason", "refused").counter().count())
          .isEqualTo(1);
    }
  }

  @Test
  void sendsHeartbeats() {
    try (Records nodes = new Records(kafka, ControlTopics.NODES)) {
      List<ConsumerRecord<byte[], byte[]>> beats = nodes.until(all -> all.size() >= 2);

      NodeState state = ControlJson.read(Records.text(beats.get(0)), NodeState.class);
      assertThat(state.kind()).isEqualTo("ingest");
      assertThat(new String(beats.get(0).key(), UTF_8)).isEqualTo(state.id());
    }
  }

  @Test
  void isReadyAndLive() {
    await()
        .untilAsserted(
            () -> assertThat(RestAssured.get("/q/health/ready").statusCode()).isEqualTo(200));
    assertThat(RestAssured.get("/q/health/live").statusCode()).isEqualTo(200);
  }

  private Ffmpeg publish(String stream, int seconds) {
    return Ffmpeg.publishVp8(
        seconds, "-metadata", "title=" + stream, "tcp://127.0.0.1:" + ingest.tcpPort());
  }

  private void send(String topic, String key, Object message) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, key, ControlJson.write(message))).get();
    }
  }

  private static Optional<StreamState> find(
      List<ConsumerRecord<byte[], byte[]>> records, String stream) {
    return records.stream()
        .map(record -> ControlJson.read(Records.text(record), StreamState.class))
        .filter(state -> state.id().equals(stream))
        .reduce((earlier, later) -> later);
  }

  private static StreamState last(List<ConsumerRecord<byte[], byte[]>> records, String stream) {
    return find(records, stream).orElseThrow();
  }
}
