package io.framelog.log;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The topics of streams: one each, one partition, {@code framelog.live.<stream>}. Thread-safe;
 * stages complete on the admin client's thread, which must not be blocked.
 */
public final class StreamTopics implements AutoCloseable {
  private static final String PREFIX = "framelog.live.";
  private static final Duration SHORTEST_SEGMENT = Duration.ofMinutes(1);
  private static final Duration LONGEST_SEGMENT = Duration.ofMinutes(10);

  /** What one stream's topic holds besides records of one segment, so an idle stream costs 1 MB. */
  private static final int SEGMENT_INDEX_BYTES = 1 << 20;

  private final LogConfig config;
  private final Admin admin;
  private final TopicCreation creation;

  public StreamTopics(LogConfig config, KafkaConnection connection) {
    this.config = config;
    this.admin = new KafkaClients(config, connection).admin();
    this.creation =
        new TopicCreation(
            admin,
            this::topic,
            new TopicCheck(admin, settings(config))::unfit,
            this::logIds,
            config.lookupTimeout());
  }

  public static String topicOf(StreamId stream) {
    return PREFIX + stream;
  }

  /** The stream of a topic; empty for topics that are no stream's. */
  public static Optional<StreamId> streamOf(String topic) {
    if (!topic.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String id = topic.substring(PREFIX.length());
    return StreamId.isValid(id) ? Optional.of(new StreamId(id)) : Optional.empty();
  }

  /**
   * Makes the stream's topic unless there is one; completes, with its log id, once it shows.
   *
   * @return fails with {@link LogException.UnfitTopic} when there is one that cannot hold a stream
   */
  public CompletionStage<LogId> create(StreamId stream) {
    return creation.create(stream);
  }

  private NewTopic topic(StreamId stream) {
    return new NewTopic(topicOf(stream), Optional.of(1), Optional.of(config.replicationFactor()))
        .configs(settings(config));
  }

  /** Deletes the stream's topic with all its records; completes also when there is none. */
  public CompletionStage<Void> delete(StreamId stream) {
    return stage(admin.deleteTopics(Set.of(topicOf(stream))).all())
        .<Void>handle(
            (deleted, failure) -> {
              Throwable cause = unwrap(failure);
              if (cause != null && !(cause instanceof UnknownTopicOrPartitionException)) {
                throw new LogException("topic was not deleted stream=" + stream, cause);
              }
              return null;
            });
  }

  /** Every stream that has a log. */
  public CompletionStage<Set<StreamId>> list() {
    return stage(admin.listTopics().names())
        .handle(
            (names, failure) -> {
              if (failure != null) {
                throw new LogException("topics were not listed", failure);
              }
              return names.stream()
                  .flatMap(name -> streamOf(name).stream())
                  .collect(Collectors.toUnmodifiableSet());
            });
  }

  /**
   * The log's present life.
   *
   * @return fails with {@link LogException.NoSuchStream}
   */
  public CompletionStage<LogId> logId(StreamId stream) {
    return stage(description(stream))
        .handle(
            (topic, failure) -> {
              Throwable cause = unwrap(failure);
              if (cause instanceof UnknownTopicOrPartitionException) {
                throw new LogException.NoSuchStream(stream);
              }
              if (cause != null) {
                throw new LogException("topic was not described stream=" + stream, cause);
              }
              return LogId.of(topic.topicId());
            });
  }

  /**
   * The present lives of many logs with one request; a stream without a log is absent, one whose
   * description failed otherwise (Kafka away) fails the stage.
   */
  CompletionStage<Map<StreamId, LogId>> logIds(Collection<StreamId> streams) {
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin
            .describeTopics(streams.stream().map(StreamTopics::topicOf).toList())
            .topicNameValues();
    Map<StreamId, LogId> found = new ConcurrentHashMap<>();
    CompletableFuture<?>[] parts =
        answers.entrySet().stream()
            .map(answer -> collect(answer.getKey(), answer.getValue(), found))
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(parts).thenApply(done -> Map.copyOf(found));
  }

  private static CompletableFuture<Void> collect(
      String name, KafkaFuture<TopicDescription> answer, Map<StreamId, LogId> found) {
    return stage(answer)
        .<Void>handle(
            (topic, failure) -> {
              Throwable cause = unwrap(failure);
              if (cause != null && !(cause instanceof UnknownTopicOrPartitionException)) {
                throw new LogException("topics were not described", cause);
              }
              if (cause == null) {
                streamOf(name).ifPresent(stream -> found.put(stream, LogId.of(topic.topicId())));
              }
              return null;
            })
        .toCompletableFuture();
  }

  static Map<String, String> settings(LogConfig config) {
    return Map.ofEntries(
        Map.entry(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE),
        Map.entry(TopicConfig.RETENTION_MS_CONFIG, Long.toString(config.retention().toMillis())),
        Map.entry(TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(config.retentionBytes())),
        Map.entry(
            TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segment(config.retention()).toMillis())),
        Map.entry(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(config.segmentBytes())),
        Map.entry(TopicConfig.SEGMENT_INDEX_BYTES_CONFIG, Integer.toString(SEGMENT_INDEX_BYTES)),
        Map.entry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(config.maxRecordBytes())),
        Map.entry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TimestampType.CREATE_TIME.name),
        Map.entry(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false"),
        Map.entry(
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, config.replicationFactor() >= 3 ? "2" : "1"));
  }

  /** A twelfth of the window: retention deletes whole segments, so that is how coarse it is. */
  private static Duration segment(Duration retention) {
    Duration twelfth = retention.dividedBy(12);
    if (twelfth.compareTo(SHORTEST_SEGMENT) < 0) {
      return SHORTEST_SEGMENT;
    }
    return twelfth.compareTo(LONGEST_SEGMENT) > 0 ? LONGEST_SEGMENT : twelfth;
  }

  private KafkaFuture<TopicDescription> description(StreamId stream) {
    String topic = topicOf(stream);
    return Objects.requireNonNull(
        admin.describeTopics(Set.of(topic)).topicNameValues().get(topic), topic);
  }

  private static <T> CompletionStage<T> stage(KafkaFuture<T> future) {
    return future.toCompletionStage();
  }

  static @Nullable Throwable unwrap(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /**
   * The free bytes of that broker's disk which has least; empty where brokers do not tell
   * (KIP-827). Needs the right to describe the cluster.
   */
  public CompletionStage<OptionalLong> freeBytes() {
    return stage(admin.describeCluster().nodes())
        .thenCompose(
            nodes ->
                stage(
                    admin.describeLogDirs(nodes.stream().map(Node::id).toList()).allDescriptions()))
        .thenApply(
            brokers ->
                brokers.values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .flatMapToLong(folder -> folder.usableBytes().stream())
                    .min());
  }

  /** Completes when a broker has answered. */
  public CompletionStage<Void> ping() {
    return stage(admin.describeCluster().clusterId()).thenAccept(id -> {});
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
