package io.framelog.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framelog.process.FatalErrors;
import io.framelog.process.Halts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlReaderTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final ReplayProgress caughtUp = ReplayProgress.at(ControlTopics.NODES, 5);
  private final ControlReader reader = new ControlReader(() -> caughtUp, () -> NOON);
  private final List<ControlReader.Message<NodeState>> heard = new ArrayList<>();

  static ConsumerRecord<String, @Nullable String> record(
      String topic, long offset, @Nullable String key, @Nullable String value, Instant written) {
    return new ConsumerRecord<>(
        topic,
        0,
        offset,
        written.toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        -1,
        -1,
        key,
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  private static String node(String id) {
    return ControlJson.write(new NodeState(id, "edge", "0.1", NOON, NOON, 0, java.util.Map.of()));
  }

  private void read(long offset, @Nullable String key, @Nullable String value) {
    reader.read(
        record(ControlTopics.NODES, offset, key, value, NOON.minusSeconds(9)),
        NodeState.class,
        heard::add);
  }

  @Test
  void passesOnValidRecordsAndSkipsTheOthers() {
    read(1, "a", node("a"));
    read(2, "a", "{\"kind\":\"edge\"}");
    read(3, null, node("a"));
    read(4, "a", node("b"));
    read(5, "b", node("b"));

    assertThat(heard).extracting(ControlReader.Message::key).containsExactly("a", "b");
    assertThat(reader.skipped().count(ControlTopics.NODES)).isEqualTo(3);
    assertThat(reader.skipped().summary())
        .isEqualTo("framelog.nodes: 3 cannot be understood, the newest at offset 4");
  }

  @Test
  void aRecordThatIsSkippedCountsAsRead() {
    read(5, "a", DamagedRecords.BROKEN);

    assertThat(caughtUp.isComplete()).isTrue();
  }

  @Test
  void aRecordWhoseHandlerFailsIsSkippedAndCounted() {
    reader.read(
        record(ControlTopics.NODES, 5, "a", node("a"), NOON),
        NodeState.class,
        message -> {
          throw new IllegalStateException("a fault");
        });

    assertThat(reader.skipped().summary()).contains("1 cannot be applied");
    assertThat(caughtUp.isComplete()).isTrue();
  }

  @Test
  void anErrorOfAHandlerEndsTheProcess() {
    try (Halts halts = new Halts()) {
      assertThatThrownBy(
              () ->
                  reader.read(
                      record(ControlTopics.NODES, 5, "a", node("a"), NOON),
                      NodeState.class,
                      message -> {
                        throw new OutOfMemoryError("made up");
                      }))
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(halts.codes()).containsExactly(FatalErrors.EXIT_CODE);
    }
    assertThat(reader.skipped().summary()).isEmpty();
  }

  @Test
  void replayedRecordsHaveTheirTimestampAndNewOnesTheClock() {
    read(5, "a", node("a"));
    read(6, "a", node("a"));

    assertThat(heard)
        .extracting(ControlReader.Message::heardAt)
        .containsExactly(NOON.minusSeconds(9), NOON);
  }

  @Test
  void aTimestampInTheFutureIsReplacedByTheClock() {
    reader.read(
        record(ControlTopics.NODES, 4, "a", node("a"), NOON.plusSeconds(3_000)),
        NodeState.class,
        heard::add);

    assertThat(heard).extracting(ControlReader.Message::heardAt).containsExactly(NOON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ControlTopics.STREAMS,
        ControlTopics.SETTINGS,
        ControlTopics.NODES,
        ControlTopics.COMMANDS
      })
  void noDamagedMessageIsPassedOn(String topic) {
    Class<?> type =
        switch (topic) {
          case ControlTopics.STREAMS -> StreamState.class;
          case ControlTopics.SETTINGS -> StreamSettings.class;
          case ControlTopics.NODES -> NodeState.class;
          default -> Command.class;
        };
    List<Object> understood = new ArrayList<>();
    List<String> texts = DamagedRecords.texts(topic);
    for (String text : texts) {
      reader.read(
          record(topic, 9, "damaged", text, NOON),
          type,
          // What is passed on can be written, compared and read again: no field is missing.
          message -> {
            Object value = Objects.requireNonNull(message.value());
            understood.add(ControlJson.read(ControlJson.write(value), type));
          });
    }

    assertThat(understood).isNotEmpty().doesNotContainNull();
    assertThat(understood.size() + reader.skipped().count(topic)).isEqualTo(texts.size());
    assertThat(reader.skipped().summary()).doesNotContain("cannot be applied");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"end-session\",\"stream\":\"a\",\"reason\":\"b\"}|session",
        "{\"type\":\"end-session\",\"stream\":\"a\",\"reason\":\"b\",\"session\":null}|session",
        "{\"type\":\"stop-capture\",\"node\":\"a\"}|name is missing",
        "{\"type\":\"start-capture\",\"node\":\"a\"}|capture is missing",
        "{\"type\":\"list-devices\"}|node is missing",
        "null|expected a JSON object"
      })
  void namesTheMissingField(String json, String reason) {
    assertThatThrownBy(() -> ControlJson.read(json, Command.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void fieldsWithADefaultMayBeMissing() {
    NodeState node =
        ControlJson.read(
            "{\"id\":\"a\",\"kind\":\"edge\",\"version\":\"1\",\"startedAt\":\"2026-11-21T12:00:00Z\","
                + "\"sentAt\":\"2026-11-21T12:00:00Z\"}",
            NodeState.class);
    StreamState state =
        ControlJson.read(
            "{\"id\":\"a\",\"status\":\"LIVE\",\"session\":3,\"node\":\"n\",\"logId\":\"c0ffee01\","
                + "\"startedAt\":\"2026-11-21T12:00:00Z\",\"updatedAt\":\"2026-11-21T12:00:00Z\"}",
            StreamState.class);

    assertThat(node.viewers()).isEmpty();
    assertThat(node.publishers()).isZero();
    assertThat(state.tracks()).isEmpty();
    assertThat(state.source()).isEqualTo("unknown");
    assertThat(ControlJson.read("{}", StreamSettings.class)).isEqualTo(StreamSettings.DEFAULT);
  }
}
