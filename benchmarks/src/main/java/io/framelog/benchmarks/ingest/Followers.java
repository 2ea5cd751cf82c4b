package io.framelog.benchmarks.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.log.StreamId;
import io.framelog.log.StreamTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the logs of the first few streams like an edge and measures the time from a frame's socket
 * write to its record. It is longer than the time to Kafka's acknowledgement, because consumers
 * wait for that.
 */
final class Followers {
  private static final int STREAMS = 4;

  private final PacedPublishers publishers;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> logs;
  private final int[] frames;
  private final int firstTimed;
  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

  /**
   * Reads from each log's beginning.
   *
   * @param firstTimed frames before this one are not timed: all publishers connect at once, and the
   *     first frames wait until hundreds of topics are created
   */
  Followers(String bootstrapServers, PacedPublishers publishers, int streams, int firstTimed) {
    this.publishers = publishers;
    this.firstTimed = firstTimed;
    Properties settings = new Properties();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 500);
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    logs =
        IntStream.range(0, Math.min(STREAMS, streams))
            .mapToObj(i -> StreamTopics.topicOf(new StreamId(PacedPublishers.name(i))))
            .map(topic -> new TopicPartition(topic, 0))
            .toList();
    frames = new int[logs.size()];
  }

  /** Reads until {@link #stop()}. */
  void run() {
    consumer.assign(logs);
    try (consumer) {
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          read(record);
        }
      }
    } catch (WakeupException e) {
      // Stopped.
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> record) {
    long now = System.nanoTime();
    Header kind = record.headers().lastHeader("kind");
    if (kind != null && new String(kind.value(), US_ASCII).equals("part")) {
      int stream = logs.indexOf(new TopicPartition(record.topic(), 0));
      int frame = frames[stream]++;
      if (frame >= firstTimed) {
        millis.add((now - publishers.connection(stream).writtenAt(frame)) / 1e6);
      }
    }
  }

  /** May be called from any thread. */
  void stop() {
    consumer.wakeup();
  }

  /** The percentile of a part (0 to 1) of the frames, milliseconds. */
  double percentile(double part) {
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return sorted.isEmpty() ? Double.NaN : sorted.get((int) (part * (sorted.size() - 1)));
  }
}
