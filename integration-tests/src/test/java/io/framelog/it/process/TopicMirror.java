package io.framelog.it.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * Copies topics from one Kafka to another like MirrorMaker 2 with {@code
 * IdentityReplicationPolicy}: key, value, headers and timestamp are unchanged, offsets and topic
 * ids differ, and after a crash the last records are copied again.
 */
public final class TopicMirror implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final KafkaConsumer<byte[], byte[]> source;
  private final KafkaProducer<byte[], byte[]> target;
  private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::copy, "mirror");
  private volatile boolean closed;

  private TopicMirror(String from, String to) {
    source =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                from,
                "auto.offset.reset",
                "none",
                "enable.auto.commit",
                false,
                "fetch.max.wait.ms",
                50),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    target =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", to, "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Starts the mirror.
   *
   * @param whole existing topics that are copied from their beginning
   * @param fromNow topics that are created in the target and copied from their end, so that the
   *     offsets differ
   */
  public static TopicMirror start(String from, String to, List<String> whole, List<String> fromNow)
      throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", to))) {
      admin
          .createTopics(
              fromNow.stream()
                  .map(topic -> new NewTopic(topic, Optional.of(1), Optional.of((short) 1)))
                  .toList())
          .all()
          .get();
    }
    TopicMirror mirror = new TopicMirror(from, to);
    List<TopicPartition> all = partitions(whole);
    List<TopicPartition> ends = partitions(fromNow);
    mirror.source.assign(Stream.concat(all.stream(), ends.stream()).toList());
    mirror.source.seekToBeginning(all);
    mirror.source.seekToEnd(ends);
    ends.forEach(mirror.source::position);
    mirror.thread.setDaemon(true);
    mirror.thread.start();
    return mirror;
  }

  private static List<TopicPartition> partitions(List<String> topics) {
    return topics.stream().map(topic -> new TopicPartition(topic, 0)).toList();
  }

  private void copy() {
    try (source;
        target) {
      while (!closed) {
        for (Runnable each = asked.poll(); each != null; each = asked.poll()) {
          each.run();
        }
        for (ConsumerRecord<byte[], byte[]> record : source.poll(Duration.ofMillis(50))) {
          var unused =
              target.send(
                  new ProducerRecord<>(
                      record.topic(),
                      0,
                      record.timestamp(),
                      record.key(),
                      record.value(),
                      record.headers()));
        }
      }
    }
  }

  /** Copies the last records of a topic again. */
  public void repeat(String topic, int records) {
    TopicPartition partition = new TopicPartition(topic, 0);
    asked.add(() -> source.seek(partition, source.position(partition) - records));
    Awaitility.await("the mirror repeats records").atMost(PATIENCE).until(asked::isEmpty);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
