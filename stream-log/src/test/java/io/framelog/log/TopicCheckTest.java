package io.framelog.log;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Topics of streams that others created or changed, on a real broker. */
class TopicCheckTest {
  private static Admin admin;
  private static KafkaLogWriter writer;

  @BeforeAll
  static void open() {
    admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()));
    writer = new KafkaLogWriter(SharedBroker.config(), SharedBroker.connection("check"));
  }

  @AfterAll
  static void close() {
    writer.close();
    admin.close();
  }

  private static StreamId madeWith(Map<String, String> settings) throws Exception {
    StreamId stream = SharedBroker.newStream();
    NewTopic topic =
        new NewTopic(StreamTopics.topicOf(stream), Optional.of(1), Optional.of((short) 1));
    admin.createTopics(List.of(topic.configs(settings))).all().get(20, SECONDS);
    awaitSettings(stream, settings);
    return stream;
  }

  /** A broker applies settings that the controller has committed a moment later. */
  private static void awaitSettings(StreamId stream, Map<String, String> settings) {
    var topic = new ConfigResource(ConfigResource.Type.TOPIC, StreamTopics.topicOf(stream));
    await()
        .atMost(20, SECONDS)
        .ignoreExceptionsInstanceOf(ExecutionException.class)
        .untilAsserted(
            () -> {
              Config config =
                  requireNonNull(
                      admin.describeConfigs(List.of(topic)).all().get(20, SECONDS).get(topic));
              settings.forEach(
                  (key, value) -> assertThat(config.get(key).value()).as(key).isEqualTo(value));
            });
  }

  private static CompletionStage<SessionLog> claim(StreamId stream) {
    return writer.claim(stream, "node-1/tcp-1", Holder::takeovers, new SessionEvents());
  }

  /**
   * With 3000 the producer split a batch repeatedly, until its thread failed because of the long
   * chain.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max.message.bytes | 3000 | at least 131072",
        "max.message.bytes | 131071 | at least 131072",
        "cleanup.policy | compact | expected delete",
        "cleanup.policy | compact,delete | expected delete"
      })
  void refusesAClaimOfATopicThatCannotHoldAStream(String key, String value, String expected)
      throws Exception {
    StreamId stream = madeWith(Map.of(key, value));

    assertThatThrownBy(() -> claim(stream).toCompletableFuture().get(20, SECONDS))
        .hasCauseInstanceOf(LogException.UnfitTopic.class)
        .hasMessageContaining("topic " + StreamTopics.topicOf(stream))
        .hasMessageContaining(key + " is ")
        .hasMessageContaining(expected);
    assertThat(PlainKafka.readAll(stream)).as("nothing is written").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "max.message.bytes, 131072",
    "retention.ms, 1000000",
    "min.insync.replicas, 1",
    "message.timestamp.type, LogAppendTime"
  })
  void acceptsAStreamWhoseTopicHasHarmlessDifferences(String key, String value) throws Exception {
    StreamId stream = madeWith(Map.of(key, value));

    SessionLog session = claim(stream).toCompletableFuture().get(20, SECONDS);
    Media.write(session, 2, 100);

    session.end("closed").toCompletableFuture().get(20, SECONDS);
    assertThat(PlainKafka.readAll(stream)).hasSize(204);
  }

  @Test
  void aTopicThatWasChangedIsCheckedAtTheNextClaim() throws Exception {
    StreamId stream = SharedBroker.newStream();
    SessionLog session = claim(stream).toCompletableFuture().get(20, SECONDS);
    session.end("closed").toCompletableFuture().get(20, SECONDS);
    var topic = new ConfigResource(ConfigResource.Type.TOPIC, StreamTopics.topicOf(stream));
    var change =
        new AlterConfigOp(new ConfigEntry("max.message.bytes", "3000"), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get(20, SECONDS);
    awaitSettings(stream, Map.of("max.message.bytes", "3000"));

    assertThatThrownBy(() -> claim(stream).toCompletableFuture().get(20, SECONDS))
        .hasCauseInstanceOf(LogException.UnfitTopic.class);
  }

  @Test
  void withoutPermissionToReadSettingsNothingIsChecked() throws Exception {
    StreamId stream = SharedBroker.newStream();
    Map<ConfigResource, KafkaFuture<Config>> refused =
        Map.of(
            new ConfigResource(ConfigResource.Type.TOPIC, StreamTopics.topicOf(stream)),
            KafkaFuture.completedFuture(Boolean.TRUE)
                .thenApply(
                    ignored -> {
                      throw new TopicAuthorizationException("Topic authorization failed.");
                    }));
    Admin forbidden =
        (Admin)
            Proxy.newProxyInstance(
                Admin.class.getClassLoader(),
                new Class<?>[] {Admin.class},
                (proxy, method, arguments) -> new Answer(refused));

    assertThat(
            new TopicCheck(forbidden, StreamTopics.settings(SharedBroker.config()))
                .unfit(List.of(stream))
                .toCompletableFuture()
                .get(20, SECONDS))
        .isEmpty();
  }

  private static final class Answer extends DescribeConfigsResult {
    Answer(Map<ConfigResource, KafkaFuture<Config>> values) {
      super(values);
    }
  }
}
