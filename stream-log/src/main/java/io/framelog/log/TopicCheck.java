package io.framelog.log;

import io.framelog.process.StageFailure;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jboss.logging.Logger;

/**
 * Compares the settings of streams' existing topics with those that this node gives new topics. A
 * topic that cannot hold a stream is refused. Other differences are logged, for the first topic per
 * setting. Without the permission to read settings nothing is checked, which is logged once.
 * Thread-safe; stages complete on the admin client's thread.
 */
final class TopicCheck {
  private static final Logger LOG = Logger.getLogger(TopicCheck.class);

  /**
   * Settings whose differences matter to operators; the others follow from {@code
   * framelog.log.retention}.
   */
  private static final List<String> COMPARED =
      List.of(
          TopicConfig.RETENTION_MS_CONFIG,
          TopicConfig.RETENTION_BYTES_CONFIG,
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
          TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);

  private final Admin admin;
  private final Map<String, String> ours;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean forbidden = new AtomicBoolean();

  /**
   * @param ours settings that this node gives new topics
   */
  TopicCheck(Admin admin, Map<String, String> ours) {
    this.admin = admin;
    this.ours = ours;
  }

  /**
   * Checks existing topics with one request.
   *
   * @return the streams that cannot be published, each with the reason
   */
  CompletionStage<Map<StreamId, LogException>> unfit(Collection<StreamId> streams) {
    Map<StreamId, LogException> unfit = new ConcurrentHashMap<>();
    Map<ConfigResource, KafkaFuture<Config>> answers =
        admin.describeConfigs(streams.stream().map(TopicCheck::resource).toList()).values();
    CompletableFuture<?>[] checked =
        streams.stream()
            .map(stream -> checked(stream, answers, unfit))
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(checked).thenApply(done -> Map.copyOf(unfit));
  }

  private CompletableFuture<?> checked(
      StreamId stream,
      Map<ConfigResource, KafkaFuture<Config>> answers,
      Map<StreamId, LogException> unfit) {
    ConfigResource topic = resource(stream);
    return Objects.requireNonNull(answers.get(topic), topic.name())
        .toCompletionStage()
        .handle(
            (config, failure) -> {
              (failure == null ? check(stream, config) : notRead(stream, failure))
                  .ifPresent(reason -> unfit.put(stream, reason));
              return stream;
            })
        .toCompletableFuture();
  }

  private static ConfigResource resource(StreamId stream) {
    return new ConfigResource(ConfigResource.Type.TOPIC, StreamTopics.topicOf(stream));
  }

  private Optional<LogException> notRead(StreamId stream, Throwable failure) {
    Throwable cause = StageFailure.cause(failure);
    if (cause instanceof AuthorizationException) {
      if (forbidden.compareAndSet(false, true)) {
        LOG.warnf(
            "settings of streams' topics are not checked, expected the right DescribeConfigs: %s",
            cause.getMessage());
      }
      return Optional.empty();
    }
    // The topic was just deleted; the wait for its visibility reports that.
    return cause instanceof UnknownTopicOrPartitionException
        ? Optional.empty()
        : Optional.of(new LogException("topic's settings were not read stream=" + stream, failure));
  }

  private Optional<LogException> check(StreamId stream, Config config) {
    Optional<LogException> reason = unfit(stream, config);
    if (reason.isEmpty()) {
      COMPARED.forEach(key -> compare(stream, key, value(config, key)));
    }
    return reason;
  }

  private static Optional<LogException> unfit(StreamId stream, Config config) {
    String cleanup = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
    if (cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
      return unfit(
          stream,
          TopicConfig.CLEANUP_POLICY_CONFIG,
          cleanup,
          TopicConfig.CLEANUP_POLICY_DELETE
              + ": compaction deletes all records of a stream but one");
    }
    String largest = value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    if (!largest.isEmpty() && Long.parseLong(largest) < KafkaClients.BATCH_BYTES) {
      return unfit(
          stream,
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          largest,
          "at least " + KafkaClients.BATCH_BYTES + ", the size of a batch");
    }
    return Optional.empty();
  }

  private static Optional<LogException> unfit(
      StreamId stream, String key, String value, String expected) {
    return Optional.of(
        new LogException.UnfitTopic(
            "topic "
                + StreamTopics.topicOf(stream)
                + " cannot hold the stream: "
                + key
                + " is "
                + value
                + ", expected "
                + expected));
  }

  private void compare(StreamId stream, String key, String value) {
    String expected = ours.getOrDefault(key, value);
    if (!value.isEmpty() && !value.equals(expected) && told.add(key)) {
      LOG.warnf(
          "topic %s differs from the settings of this node for new topics: %s is %s, not %s;"
              + " more topics may differ in it, this is logged once",
          StreamTopics.topicOf(stream), key, value, expected);
    }
  }

  /** Empty when the broker does not return the setting. */
  private static String value(Config config, String key) {
    ConfigEntry entry = config.get(key);
    return entry == null || entry.value() == null ? "" : entry.value();
  }
}
