package io.framelog.controlplane;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.log.SharedBroker;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ControlTopicsCreatorTest {
  private static final Map<String, Object> CONNECTION =
      Map.of("bootstrap.servers", SharedBroker.bootstrapServers());
  private static Admin admin;

  @BeforeAll
  static void create() throws Exception {
    admin = Admin.create(CONNECTION);
    new ControlTopicsCreator(admin, (short) 1).create();
  }

  @AfterAll
  static void close() {
    admin.close();
  }

  @Test
  void createsAllFourTopicsAndIsIdempotent() throws Exception {
    new ControlTopicsCreator(admin, (short) 1).create();

    assertThat(admin.listTopics().names().get(10, SECONDS))
        .contains(
            ControlTopics.STREAMS,
            ControlTopics.SETTINGS,
            ControlTopics.NODES,
            ControlTopics.COMMANDS);
  }

  @Test
  void compactsStatesAndExpiresMessages() throws Exception {
    assertThat(setting(ControlTopics.STREAMS, "cleanup.policy")).isEqualTo("compact");
    assertThat(setting(ControlTopics.STREAMS, "segment.ms")).isEqualTo("600000");
    assertThat(setting(ControlTopics.STREAMS, "message.timestamp.type")).isEqualTo("LogAppendTime");
    assertThat(setting(ControlTopics.STREAMS, "min.cleanable.dirty.ratio")).isEqualTo("0.1");
    assertThat(setting(ControlTopics.SETTINGS, "cleanup.policy")).isEqualTo("compact");
    assertThat(setting(ControlTopics.NODES, "retention.ms")).isEqualTo("60000");
    assertThat(setting(ControlTopics.COMMANDS, "cleanup.policy")).isEqualTo("delete");
  }

  @Test
  void isCaughtUpOnceTheLastRecordSeenAtStartIsApplied() throws Exception {
    // given two records in one topic and none in another
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(CONNECTION, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(ControlTopics.COMMANDS, "a", "{}")).get(10, SECONDS);
      producer.send(new ProducerRecord<>(ControlTopics.COMMANDS, "a", "{}")).get(10, SECONDS);
    }
    ReplayProgress caughtUp =
        ReplayProgress.withEndOf(admin, List.of(ControlTopics.COMMANDS, ControlTopics.SETTINGS));
    assertThat(caughtUp.isComplete(ControlTopics.SETTINGS)).isTrue();
    assertThat(caughtUp.missingTopics()).containsExactly(ControlTopics.COMMANDS);

    // when, then
    caughtUp.applied(ControlTopics.COMMANDS, 0);
    assertThat(caughtUp.isComplete()).isFalse();
    caughtUp.applied(ControlTopics.COMMANDS, 1);
    assertThat(caughtUp.isComplete()).isTrue();
  }

  private static String setting(String topic, String name) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin
        .describeConfigs(List.of(resource))
        .all()
        .get(10, SECONDS)
        .getOrDefault(resource, new Config(List.of()))
        .get(name)
        .value();
  }
}
