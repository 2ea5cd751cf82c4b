package io.framelog.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskWatchTest {
  private static final long MIB = 1 << 20;
  private static final int RECORD_BYTES = 100_000;
  private static final String OLD = "framelog.live.old";
  private static final String YOUNG = "framelog.live.young";
  private static final String FOREIGN = "framelog.streams";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path dataDir;

  @Test
  void refusesToStartOnAFullDiskAndNamesTheFreeSpace() {
    // given a minimum that no disk has
    EmbeddedKafkaSettings settings = new EmbeddedKafkaSettings(dataDir, 0, Long.MAX_VALUE);

    assertThatThrownBy(() -> EmbeddedKafka.start(settings))
        .isInstanceOf(BrokerException.class)
        .hasMessageMatching(
            "the disk of the data folder \\Q"
                + dataDir
                + "\\E has \\d+ MiB free, expected at least 4398046511103 MiB \\(half of"
                + " framelog\\.log\\.min-free-bytes\\): make room, or set that key lower");
  }

  @Test
  void removesTheOldestSegmentsFirstAndOnlyAsManyAsNeeded() throws Exception {
    try (EmbeddedKafka broker = EmbeddedKafka.start(new EmbeddedKafkaSettings(dataDir, 0));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      fill(broker, admin, FOREIGN, 30);
      fill(broker, admin, OLD, 50);
      fill(broker, admin, YOUNG, 50);
      List<StreamSegments.Segment> before = StreamSegments.removable(dataDir);
      assertThat(before).hasSizeGreaterThanOrEqualTo(6);
      AtomicLong free = new AtomicLong(10 * MIB);
      try (DiskWatch watch =
          new DiskWatch(new FreeSpace(dataDir, free::get), 10 * MIB, broker.bootstrapServers())) {
        watch.check();
        assertThat(StreamSegments.removable(dataDir)).isEqualTo(before);

        // when one byte more is missing than the oldest segment has
        free.set(10 * MIB - before.get(0).bytes() - 1);
        watch.check();
        watch.check();

        // then Kafka deletes the two oldest, and nothing else
        awaitGone(before.subList(0, 2));
        assertThat(StreamSegments.removable(dataDir)).isEqualTo(before.subList(2, before.size()));
        assertThat(earliest(admin, OLD)).isEqualTo(before.get(1).end());
        assertThat(earliest(admin, YOUNG)).isZero();
        assertThat(earliest(admin, FOREIGN)).isZero();
      }
    }
  }

  @Test
  void removesNothingWhenStreamsHaveOneSegmentOnly() throws Exception {
    try (EmbeddedKafka broker = EmbeddedKafka.start(new EmbeddedKafkaSettings(dataDir, 0));
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        DiskWatch watch =
            new DiskWatch(new FreeSpace(dataDir, () -> 0), 10 * MIB, broker.bootstrapServers())) {
      fill(broker, admin, FOREIGN, 30);
      fill(broker, admin, OLD, 3);

      watch.check();

      assertThat(earliest(admin, OLD)).isZero();
      assertThat(earliest(admin, FOREIGN)).isZero();
    }
  }

  private static void fill(EmbeddedKafka broker, Admin admin, String topic, int records)
      throws Exception {
    admin
        .createTopics(
            List.of(
                new NewTopic(topic, Optional.of(1), Optional.of((short) 1))
                    .configs(Map.of("segment.bytes", Long.toString(MIB)))))
        .all()
        .get();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(topic, new byte[RECORD_BYTES])).get();
      }
    }
  }

  private static long earliest(Admin admin, String topic) throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.earliest()))
        .partitionResult(partition)
        .get()
        .offset();
  }

  private static void awaitGone(List<StreamSegments.Segment> segments) {
    Awaitility.await("Kafka deletes " + segments)
        .atMost(PATIENCE)
        .until(() -> segments.stream().noneMatch(StreamSegments.Segment::exists));
  }
}
