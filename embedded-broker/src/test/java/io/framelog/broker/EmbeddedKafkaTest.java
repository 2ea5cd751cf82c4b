package io.framelog.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
  private static final String TOPIC = "greetings";

  @TempDir private Path dataDir;

  @Test
  void theControllerNeverGetsThePortOfTheBroker() {
    Iterator<Integer> chosen = List.of(9092, 9092, 9093).iterator();

    assertThat(EmbeddedKafka.otherThan(9092, chosen::next)).isEqualTo(9093);
  }

  @Test
  void keepsItsDataAcrossARestart() throws Exception {
    try (EmbeddedKafka broker = EmbeddedKafka.start(new EmbeddedKafkaSettings(dataDir, 0))) {
      create(broker);
      send(broker, "first");
    }
    try (EmbeddedKafka broker = EmbeddedKafka.start(new EmbeddedKafkaSettings(dataDir, 0))) {
      send(broker, "second");

      assertThat(read(broker, 2)).containsExactly("first", "second");
    }
  }

  @Test
  void refusesAPortInUseWithOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EmbeddedKafkaSettings settings = new EmbeddedKafkaSettings(dataDir, taken.getLocalPort());

      assertThatThrownBy(() -> EmbeddedKafka.start(settings))
          .isInstanceOf(BrokerException.class)
          .hasMessage(
              "port %d for the embedded broker is taken by another program", taken.getLocalPort());
    }
  }

  @Test
  void refusesAFolderInUseWithOneSentence() {
    try (EmbeddedKafka first = EmbeddedKafka.start(new EmbeddedKafkaSettings(dataDir, 0))) {
      EmbeddedKafkaSettings sameFolder = new EmbeddedKafkaSettings(first.dataDir(), 0);

      assertThatThrownBy(() -> EmbeddedKafka.start(sameFolder))
          .isInstanceOf(BrokerException.class)
          .hasMessage("the data folder %s is in use by another broker", dataDir);
    }
  }

  @Test
  void removesATemporaryFolder() throws Exception {
    Path folder;
    try (EmbeddedKafka broker = EmbeddedKafka.start(EmbeddedKafkaSettings.temporary())) {
      create(broker);
      folder = broker.dataDir();
      assertThat(folder).isDirectoryContaining("glob:**meta.properties");
    }
    assertThat(folder).doesNotExist();
  }

  private static void create(EmbeddedKafka broker) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      NewTopic topic = new NewTopic(TOPIC, Optional.of(1), Optional.of((short) 1));
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  private static void send(EmbeddedKafka broker, String text) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, text.getBytes(StandardCharsets.UTF_8))).get();
    }
  }

  private static List<String> read(EmbeddedKafka broker, int count) {
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    List<String> texts = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (texts.size() < count && System.nanoTime() < deadline) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> texts.add(new String(record.value(), StandardCharsets.UTF_8)));
      }
    }
    return texts;
  }
}
