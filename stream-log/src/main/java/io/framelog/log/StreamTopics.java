package io.framelog.log;

import io.framelog.process.StageFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.TimestampType;

/**
 * The topics of streams: one per stream, with one partition. The name is {@code framelog.live.} and
 * the stream's segments joined by {@code .}, as in {@code framelog.live.site-a.Door_2}.
 * Thread-safe; stages complete on the admin client's thread, which must not be blocked.
 */
public final class StreamTopics implements AutoCloseable {
  private static final String PREFIX = "framelog.live.";
  private static final Duration MIN_SEGMENT = Duration.ofMinutes(1);
  private static final Duration MAX_SEGMENT = Duration.ofMinutes(10);

  /** Size of a segment's index files. Kafka preallocates them, so an idle stream uses 1 MB. */
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
    return PREFIX + stream.value().replace('/', '.');
  }

  /** The stream of a topic; empty for other topics. */
  public static Optional<StreamId> streamOf(String topic) {
    if (!topic.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String id = topic.substring(PREFIX.length()).replace('.', '/');
    return StreamId.isValid(id) ? Optional.of(new StreamId(id)) : Optional.empty();
  }

  /**
   * Creates the stream's topic unless it exists; completes, with the log id, when the topic is
   * visible.
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

  /**
   * The present end of the stream's log.
   *
   * @return fails with {@link LogException.NoSuchStream}
   */
  public CompletionStage<LogEnd> end(StreamId stream) {
    TopicPartition partition = new TopicPartition(topicOf(stream), 0);
    // The end first, so that a record appended in between makes a later end differ.
    return stage(description(stream))
        .thenCompose(
            topic ->
                offset(partition, OffsetSpec.latest())
                    .thenCombine(
                        offset(partition, OffsetSpec.maxTimestamp()),
                        (end, newest) ->
                            new LogEnd(
                                stream,
                                topic.topicId(),
                                end.offset(),
                                newest.timestamp() < 0
                                    ? null
                                    : Instant.ofEpochMilli(newest.timestamp()))))
        .handle(
            (end, failure) -> {
              Throwable cause = StageFailure.causeIfFailed(failure);
              if (cause instanceof UnknownTopicOrPartitionException) {
                throw new LogException.NoSuchStream(stream);
              }
              if (cause != null) {
                throw new LogException("the log's end was not found stream=" + stream, cause);
              }
              return end;
            });
  }

  private CompletionStage<ListOffsetsResultInfo> offset(
      TopicPartition partition, OffsetSpec which) {
    return stage(admin.listOffsets(Map.of(partition, which)).partitionResult(partition));
  }

  /**
   * Deletes a log by its topic's id, so that a recreated log with the same name is kept. Completes
   * also when the log does not exist any more.
   */
  public CompletionStage<Void> delete(LogEnd log) {
    TopicCollection topic = TopicCollection.ofTopicIds(List.of(log.topicId()));
    return stage(admin.deleteTopics(topic).all())
        .<Void>handle(
            (deleted, failure) -> {
              Throwable cause = StageFailure.causeIfFailed(failure);
              if (cause != null && !(cause instanceof UnknownTopicIdException)) {
                throw new LogException("topic was not deleted stream=" + log.stream(), cause);
              }
              return null;
            });
  }

  /**
   * Deletes a log if it has not changed since the decision.
   *
   * @return whether it was deleted; false when records were appended since, or the log was
   *     recreated
   */
  public CompletionStage<Boolean> deleteUnchanged(LogEnd decided) {
    return end(decided.stream())
        .thenCompose(
            now ->
                decided.isUnchanged(now)
                    ? delete(now).thenApply(done -> true)
                    : CompletableFuture.completedFuture(false));
  }

  /** All streams that have a log. */
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
   * The id of the stream's present log.
   *
   * @return fails with {@link LogException.NoSuchStream}
   */
  public CompletionStage<LogId> logId(StreamId stream) {
    return stage(description(stream))
        .handle(
            (topic, failure) -> {
              Throwable cause = StageFailure.causeIfFailed(failure);
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
   * The ids of many streams' logs, with one request. A stream without a log is absent; any other
   * failure, as in an outage, fails the stage.
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
              Throwable cause = StageFailure.causeIfFailed(failure);
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

  /**
   * A twelfth of the retention time. Kafka deletes whole segments, so this is the precision of
   * retention.
   */
  private static Duration segment(Duration retention) {
    Duration twelfth = retention.dividedBy(12);
    if (twelfth.compareTo(MIN_SEGMENT) < 0) {
      return MIN_SEGMENT;
    }
    return twelfth.compareTo(MAX_SEGMENT) > 0 ? MAX_SEGMENT : twelfth;
  }

  private KafkaFuture<TopicDescription> description(StreamId stream) {
    String topic = topicOf(stream);
    return Objects.requireNonNull(
        admin.describeTopics(Set.of(topic)).topicNameValues().get(topic), topic);
  }

  private static <T> CompletionStage<T> stage(KafkaFuture<T> future) {
    return future.toCompletionStage();
  }

  /**
   * The free bytes of the brokers' fullest disk; empty if brokers do not report it (KIP-827).
   * Requires the permission to describe the cluster.
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
