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

/** A stream's log as any Kafka user would read it: a plain consumer, headers as text. */
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

  /** All records from the log's present start to its present end. */
  public static List<Entry> read(String bootstrapServers, String stream) {
    TopicPartition partition = new TopicPartition("framelog.live." + stream, 0);
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
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).values().iterator().next();
      List<Entry> entries = new ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> entries.add(entry(record)));
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
