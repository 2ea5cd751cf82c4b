package io.framelog.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Plain Kafka clients, to inspect the log and to disturb it from outside. */
final class PlainKafka {
  private static final Map<String, Object> CONNECTION =
      Map.of("bootstrap.servers", SharedBroker.bootstrapServers());

  private PlainKafka() {}

  static List<ConsumerRecord<byte[], byte[]>> readAll(StreamId stream) {
    TopicPartition partition = LogCursor.partition(stream);
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(CONNECTION, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        found.addAll(consumer.poll(Duration.ofMillis(100)).records(partition));
      }
    }
    return found;
  }

  /** Appends like another, misbehaving writer; returns the offset of the last record. */
  static long write(StreamId stream, LogId log, LogRecord... records) throws Exception {
    long last = -1;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(CONNECTION, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (LogRecord record : records) {
        last =
            producer
                .send(LogRecordCodec.encode(stream, log, System.currentTimeMillis(), record))
                .get(10, TimeUnit.SECONDS)
                .offset();
      }
    }
    return last;
  }

  /** Removes records at once, as retention does. */
  static void cutBefore(StreamId stream, long offset) throws Exception {
    try (Admin admin = Admin.create(CONNECTION)) {
      admin
          .deleteRecords(Map.of(LogCursor.partition(stream), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get(10, TimeUnit.SECONDS);
    }
  }
}
