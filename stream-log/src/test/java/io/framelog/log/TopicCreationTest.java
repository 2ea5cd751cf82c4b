package io.framelog.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests on a real broker. */
class TopicCreationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Admin admin =
      Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()));
  private final StreamTopics topics =
      new StreamTopics(SharedBroker.config(), SharedBroker.connection("creation"));

  @AfterEach
  void close() {
    topics.close();
    admin.close();
  }

  private TopicCreation creation(Function<StreamId, NewTopic> topicOf) {
    TopicCheck check = new TopicCheck(admin, StreamTopics.settings(SharedBroker.config()));
    return new TopicCreation(admin, topicOf, check::unfit, topics::logIds, PATIENCE);
  }

  private static NewTopic topic(StreamId stream) {
    return new NewTopic(StreamTopics.topicOf(stream), Optional.of(1), Optional.of((short) 1));
  }

  /** Number of requests that this admin client has sent. */
  private double requests() {
    return admin.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().group().equals("admin-client-metrics"))
        .filter(metric -> metric.getKey().name().equals("request-total"))
        .map(metric -> metric.getValue().metricValue())
        .mapToDouble(Double.class::cast)
        .sum();
  }

  @Test
  void topicsRequestedAtOnceAreCreatedTogether() throws Exception {
    TopicCreation creation = creation(TopicCreationTest::topic);
    get(creation.create(SharedBroker.newStream()));
    double before = requests();
    List<StreamId> streams =
        IntStream.range(0, 60).mapToObj(i -> SharedBroker.newStream()).toList();

    List<CompletionStage<LogId>> made = streams.stream().map(creation::create).toList();

    for (int i = 0; i < streams.size(); i++) {
      assertThat(get(made.get(i))).isEqualTo(get(topics.logId(streams.get(i))));
    }
    assertThat(requests() - before).as("requests for 60 topics").isLessThan(10);
  }

  @Test
  void requestsForTheSameTopicGetTheSameLog() throws Exception {
    TopicCreation creation = creation(TopicCreationTest::topic);
    StreamId stream = SharedBroker.newStream();

    List<CompletionStage<LogId>> made =
        IntStream.range(0, 8).mapToObj(i -> creation.create(stream)).toList();

    LogId log = get(topics.create(stream));
    for (CompletionStage<LogId> each : made) {
      assertThat(get(each)).isEqualTo(log);
    }
  }

  @Test
  void aTopicThatCannotBeCreatedDoesNotPreventOthers() throws Exception {
    StreamId bad = SharedBroker.newStream();
    TopicCreation creation =
        creation(
            stream ->
                stream.equals(bad)
                    ? new NewTopic(
                        StreamTopics.topicOf(stream), Optional.of(1), Optional.of((short) 9))
                    : topic(stream));
    CompletionStage<LogId> first = creation.create(SharedBroker.newStream());
    CompletionStage<LogId> refused = creation.create(bad);
    CompletionStage<LogId> beside = creation.create(SharedBroker.newStream());

    get(first);
    get(beside);
    assertThatThrownBy(() -> get(refused))
        .hasCauseInstanceOf(LogException.class)
        .hasRootCauseInstanceOf(InvalidReplicationFactorException.class)
        .hasMessageContaining(bad.value());
    assertThat(get(creation.create(SharedBroker.newStream()))).isNotNull();
  }

  @Test
  void existingTopicsAreCheckedWithOneRequest() throws Exception {
    TopicCreation creation = creation(TopicCreationTest::topic);
    List<StreamId> streams =
        IntStream.range(0, 60).mapToObj(i -> SharedBroker.newStream()).toList();
    for (CompletionStage<LogId> made : streams.stream().map(creation::create).toList()) {
      get(made);
    }
    double before = requests();

    for (CompletionStage<LogId> again : streams.stream().map(creation::create).toList()) {
      assertThat(get(again)).isNotNull();
    }

    assertThat(requests() - before).as("requests for 60 existing topics").isLessThan(15);
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    CompletableFuture<T> future = stage.toCompletableFuture();
    return future.get(20, SECONDS);
  }
}
