package io.framelog.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamTopicsTest {
  @Test
  void createsATopicWithTheSettingsOfTheLog() throws Exception {
    LogConfig config = SharedBroker.config(Map.of("retention", "PT2H"));
    StreamId stream = SharedBroker.newStream();
    try (StreamTopics topics = new StreamTopics(config, SharedBroker.connection("topics"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {

      // when created twice
      LogId log = get(topics.create(stream));
      assertThat(get(topics.create(stream))).isEqualTo(log);

      // then
      ConfigResource topic =
          new ConfigResource(ConfigResource.Type.TOPIC, "framelog.live." + stream);
      Config settings =
          admin
              .describeConfigs(List.of(topic))
              .all()
              .get()
              .getOrDefault(topic, new Config(List.of()));
      assertThat(
              Stream.of(
                      "retention.ms",
                      "retention.bytes",
                      "segment.ms",
                      "segment.bytes",
                      "segment.index.bytes",
                      "max.message.bytes",
                      "unclean.leader.election.enable",
                      "min.insync.replicas",
                      "cleanup.policy")
                  .map(name -> settings.get(name).value()))
          .containsExactly(
              "7200000",
              "10737418240",
              "600000",
              "134217728",
              "1048576",
              "16777216",
              "false",
              "1",
              "delete");
      assertThat(get(topics.list())).contains(stream);
    }
  }

  @Test
  void aNewLifeHasANewLogId() throws Exception {
    StreamId stream = SharedBroker.newStream();
    try (StreamTopics topics =
        new StreamTopics(SharedBroker.config(), SharedBroker.connection("topics"))) {
      LogId first = get(topics.create(stream));

      LogEnd end = get(topics.end(stream));
      get(topics.delete(end));
      get(topics.delete(end));

      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> get(topics.logId(stream)))
                      .hasCauseInstanceOf(LogException.NoSuchStream.class));
      assertThat(get(topics.create(stream))).isNotEqualTo(first);
    }
  }

  @Test
  void deletesByIdSoThatARecreatedLogIsKept() throws Exception {
    StreamId stream = SharedBroker.newStream();
    try (StreamTopics topics =
        new StreamTopics(SharedBroker.config(), SharedBroker.connection("topics"))) {
      get(topics.create(stream));
      LogEnd first = get(topics.end(stream));
      get(topics.delete(first));
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> get(topics.end(stream)))
                      .hasCauseInstanceOf(LogException.NoSuchStream.class));
      LogId second = get(topics.create(stream));

      // when the deletion of the first life is late
      get(topics.delete(first));
      assertThat(get(topics.deleteUnchanged(first))).isFalse();

      assertThat(get(topics.logId(stream))).isEqualTo(second);
    }
  }

  @Test
  void keepsALogWithAppendsSinceTheDecisionToDeleteIt() throws Exception {
    StreamId stream = SharedBroker.newStream();
    Instant written = Instant.parse("2026-11-21T10:00:00Z");
    try (StreamTopics topics =
            new StreamTopics(SharedBroker.config(), SharedBroker.connection("topics"));
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      get(topics.create(stream));
      LogEnd empty = get(topics.end(stream));
      assertThat(empty.newestAt()).isNull();
      producer
          .send(
              new ProducerRecord<>(
                  StreamTopics.topicOf(stream), 0, written.toEpochMilli(), null, new byte[1]))
          .get();

      assertThat(get(topics.deleteUnchanged(empty))).isFalse();
      LogEnd now = get(topics.end(stream));
      assertThat(now.newestAt()).isEqualTo(written);
      assertThat(now.endOffset()).isEqualTo(1);
      assertThat(get(topics.deleteUnchanged(now))).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"PT1M, 60000", "PT30M, 150000", "PT24H, 600000"})
  void usesTwelveSegmentsPerRetentionTimeWithinLimits(String retention, String segmentMs) {
    LogConfig config = SharedBroker.config(Map.of("retention", retention));

    assertThat(StreamTopics.settings(config)).containsEntry("segment.ms", segmentMs);
  }

  @Test
  void requiresTwoReplicasInSyncWhenThereAreThree() {
    LogConfig config = SharedBroker.config(Map.of("replication-factor", "3"));

    assertThat(StreamTopics.settings(config)).containsEntry("min.insync.replicas", "2");
  }

  @Test
  void distinguishesStreamsFromOtherTopics() {
    assertThat(StreamTopics.streamOf("framelog.live.cam1")).contains(new StreamId("cam1"));
    assertThat(StreamTopics.streamOf("framelog.streams")).isEmpty();
    assertThat(StreamTopics.streamOf("framelog.live.-")).isEmpty();
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, SECONDS);
  }
}
