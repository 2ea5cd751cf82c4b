package io.framelog.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The streams of one consumer whose listeners accept no more records at present. The consumer does
 * not fetch them. Confined to the consumer's thread.
 */
final class PausedStreams {
  /** Interval at which listeners are asked again. */
  private static final Duration ASK_EVERY = Duration.ofMillis(20);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, Follower> paused = new HashMap<>();

  PausedStreams(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Pauses a stream, which must be assigned to the consumer. */
  void pause(Follower follower) {
    paused.put(follower.partition(), follower);
    consumer.pause(Set.of(follower.partition()));
  }

  /** Resumes the streams whose listeners accept records again. */
  void resumeReady() {
    if (paused.isEmpty()) {
      return;
    }
    List<TopicPartition> ready =
        paused.values().stream().filter(Follower::mayRead).map(Follower::partition).toList();
    ready.forEach(paused::remove);
    consumer.resume(ready);
  }

  /**
   * Forgets a stream that is followed again or not any more. The consumer resets its state of the
   * partition itself.
   */
  void forget(TopicPartition partition) {
    paused.remove(partition);
  }

  /** How long a poll may wait for records. */
  Duration poll(Duration usual) {
    return paused.isEmpty() ? usual : ASK_EVERY;
  }
}
