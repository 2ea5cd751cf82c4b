package io.framelog.controlplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether a service has read its control topics up to their end offsets at its start. Before that
 * its state is incomplete, and it is not ready. Thread-safe.
 */
public final class ReplayProgress {
  /** Topic to the offset that must have been read; a topic that is caught up is absent. */
  private final Map<String, Long> missing = new ConcurrentHashMap<>();

  private ReplayProgress(Map<String, Long> lastOffsets) {
    missing.putAll(lastOffsets);
  }

  /** One topic that is complete once the record of an offset has been applied. */
  static ReplayProgress at(String topic, long lastOffset) {
    return new ReplayProgress(Map.of(topic, lastOffset));
  }

  /**
   * Reads the current end offsets of the topics. Blocks.
   *
   * @throws ExecutionException when Kafka does not answer
   */
  public static ReplayProgress withEndOf(Admin admin, List<String> topics)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, ListOffsetsResultInfo> first =
        offsets(admin, topics, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> end = offsets(admin, topics, OffsetSpec.latest());
    return new ReplayProgress(
        end.entrySet().stream()
            .filter(entry -> entry.getValue().offset() > offset(first, entry.getKey()))
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().topic(), entry -> entry.getValue().offset() - 1)));
  }

  private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Admin admin, List<String> topics, OffsetSpec which)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> request =
        topics.stream()
            .collect(Collectors.toMap(topic -> new TopicPartition(topic, 0), topic -> which));
    return admin.listOffsets(request).all().get();
  }

  private static long offset(
      Map<TopicPartition, ListOffsetsResultInfo> offsets, TopicPartition partition) {
    ListOffsetsResultInfo info = offsets.get(partition);
    return info == null ? 0 : info.offset();
  }

  /** A record has been applied. */
  public void applied(String topic, long offset) {
    missing.computeIfPresent(topic, (name, last) -> offset >= last ? null : last);
  }

  public boolean isComplete(String topic) {
    return !missing.containsKey(topic);
  }

  public boolean isComplete() {
    return missing.isEmpty();
  }

  /** Topics not yet read to their end, for the health check's answer. */
  public List<String> missingTopics() {
    return new ArrayList<>(missing.keySet());
  }
}
