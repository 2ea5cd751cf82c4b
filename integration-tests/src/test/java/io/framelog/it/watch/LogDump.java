package io.framelog.it.watch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a stream's log with a plain Kafka consumer, with headers as text. */
public final class LogDump {
  /** One record. */
  public record Entry(
      long offset, long timestamp, String key, Map<String, String> headers, ByteBuffer value) {
    public String kind() {
      return headers.getOrDefault("kind", "?");
    }

    public long number(String header) {
      return Long.parseLong(headers.getOrDefault(header, "missing"));
    }

    public boolean has(String header) {
      return headers.containsKey(header);
    }
  }

  private LogDump() {}

  /** All records from the log's current start to its current end. */
  public static List<Entry> read(String bootstrapServers, String stream) {
    return read(bootstrapServers, List.of(stream)).getOrDefault(stream, List.of());
  }

  /** All records of several streams, by stream. */
  public static Map<String, List<Entry>> read(String bootstrapServers, List<String> streams) {
    List<TopicPartition> partitions =
        streams.stream().map(stream -> new TopicPartition("framelog.live." + stream, 0)).toList();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "auto.offset.reset",
            "earliest",
            "allow.auto.create.topics",
            "false",
            "enable.auto.commit",
            "false");
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<String, List<Entry>> entries = new HashMap<>();
      while (!partitions.stream()
          .allMatch(each -> consumer.position(each) >= ends.getOrDefault(each, 0L))) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(
                record ->
                    entries
                        .computeIfAbsent(record.key(), key -> new ArrayList<>())
                        .add(entry(record)));
      }
      return entries;
    }
  }

  private static Entry entry(ConsumerRecord<String, byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.US_ASCII));
    }
    return new Entry(
        record.offset(),
        record.timestamp(),
        record.key(),
        headers,
        ByteBuffer.wrap(record.value()));
  }
}
