package io.framelog.controlplane;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the control topics before any channel uses them, so that no client creates them
 * automatically with other settings. The first service creates them; the others find them.
 */
public final class ControlTopicsCreator {
  /** Records have the broker's timestamps, which also determine how long a stream is idle. */
  private static final Map<String, String> COMPACTED =
      Map.of(
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
          "LogAppendTime",
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          TopicConfig.SEGMENT_MS_CONFIG,
          millis(Duration.ofMinutes(10)),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.1");

  /** Heartbeats have the broker's timestamps, because a node's clock may be wrong. */
  private static final Map<String, String> NODES =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_DELETE,
          TopicConfig.RETENTION_MS_CONFIG,
          millis(Duration.ofSeconds(60)),
          TopicConfig.SEGMENT_MS_CONFIG,
          millis(Duration.ofSeconds(60)),
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
          "LogAppendTime");

  private static final Map<String, String> COMMANDS =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_DELETE,
          TopicConfig.RETENTION_MS_CONFIG,
          millis(Duration.ofMinutes(10)),
          TopicConfig.SEGMENT_MS_CONFIG,
          millis(Duration.ofMinutes(10)));

  private static final int DESCRIPTION_ATTEMPTS = 100;
  private static final long DESCRIPTION_PAUSE_MS = 100;

  private final Admin admin;
  private final short replicationFactor;

  public ControlTopicsCreator(Admin admin, short replicationFactor) {
    this.admin = admin;
    this.replicationFactor = replicationFactor;
  }

  /**
   * Creates the missing topics and waits until the broker describes all four. Blocks.
   *
   * @throws ExecutionException when Kafka does not answer or refuses
   */
  public void create() throws ExecutionException, InterruptedException {
    Map<String, Map<String, String>> topics =
        Map.of(
            ControlTopics.STREAMS, COMPACTED,
            ControlTopics.SETTINGS, COMPACTED,
            ControlTopics.NODES, NODES,
            ControlTopics.COMMANDS, COMMANDS);
    Set<String> missing = new HashSet<>(topics.keySet());
    missing.removeAll(admin.listTopics().names().get());
    for (String name : missing) {
      createUnlessThere(name, topics.getOrDefault(name, Map.of()));
    }
    awaitDescription(admin, topics.keySet());
  }

  /** The controller has a new topic shortly before the brokers that describe it. */
  private static void awaitDescription(Admin admin, Set<String> topics)
      throws ExecutionException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        admin.describeTopics(topics).allTopicNames().get();
        return;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || attempt == DESCRIPTION_ATTEMPTS) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(DESCRIPTION_PAUSE_MS);
      }
    }
  }

  private void createUnlessThere(String name, Map<String, String> settings)
      throws ExecutionException, InterruptedException {
    Map<String, String> all = new HashMap<>(settings);
    all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicationFactor >= 3 ? "2" : "1");
    all.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    NewTopic topic =
        new NewTopic(name, Optional.of(1), Optional.of(replicationFactor)).configs(all);
    try {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      // Another service has created it meanwhile.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
