package io.framelog.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaLogWriterTest {
  private static KafkaLogWriter writer;
  private static KafkaLogWriter otherNode;

  @BeforeAll
  static void open() {
    writer = new KafkaLogWriter(SharedBroker.config(), SharedBroker.connection("one"));
    otherNode = new KafkaLogWriter(SharedBroker.config(), SharedBroker.connection("two"));
  }

  @AfterAll
  static void close() {
    writer.close();
    otherNode.close();
  }

  @Test
  void writesTheRecordsOfTheWireFormat() throws Exception {
    StreamId stream = SharedBroker.newStream();

    // when
    SessionLog session = claim(writer, stream, "node-1/tcp-1");
    Media.write(session, 2, 2);
    finish(session, "publisher closed");

    // then
    List<ConsumerRecord<byte[], byte[]>> records = PlainKafka.readAll(stream);
    String log = session.logId().value();
    assertThat(records.stream().map(KafkaLogWriterTest::withoutHeld).toList())
        .containsExactly(
            Map.of(
                "v",
                "1",
                "log",
                log,
                "kind",
                "claim",
                "owner",
                "node-1/tcp-1",
                "fence",
                "0",
                "takeovers",
                "0"),
            header(log, 0),
            part(log, 0, 0, 0),
            part(log, 0, 1, 40_000),
            header(log, 1),
            part(log, 1, 0, 80_000),
            part(log, 1, 1, 120_000),
            Map.of(
                "v",
                "1",
                "log",
                log,
                "kind",
                "end",
                "session",
                "0",
                "back",
                "3",
                "reason",
                "publisher closed"));
    assertThat(records.subList(1, 8))
        .as("held is 0, the claim's offset, or that of an acknowledged own record")
        .allSatisfy(
            r ->
                assertThat(Long.parseLong(headers(r).getOrDefault("held", "none")))
                    .isBetween(0L, r.offset() - 1));
    assertThat(records).allSatisfy(r -> assertThat(r.key()).asString().isEqualTo(stream.value()));
    assertThat(records.get(0).value()).isEmpty();
    assertThat(records.get(1).value()).asString().isEqualTo("init0");
    assertThat(records.get(3).value()).asString().isEqualTo("media0.1");
    assertThat(records.get(7).value()).isEmpty();
    assertThat(records.stream().map(ConsumerRecord::timestamp).toList()).isSorted();
  }

  @Test
  void continuesWhereTheSessionBeforeStopped() throws Exception {
    StreamId stream = SharedBroker.newStream();
    SessionLog first = claim(writer, stream, "a");
    Media.write(first, 3, 4);
    finish(first, "publisher closed");

    // when another node claims
    SessionLog second = claim(otherNode, stream, "b");

    // then
    assertThat(first.nextChunk()).isZero();
    assertThat(first.nextDisc()).isZero();
    assertThat(first.endUs()).isZero();
    assertThat(second.session()).isEqualTo(17);
    assertThat(second.nextChunk()).isEqualTo(3);
    assertThat(second.nextDisc()).isEqualTo(1);
    assertThat(second.endUs()).isEqualTo(3 * 4 * Media.FRAME_US);
  }

  @Test
  void findsTheEndOfTheTimelineWhenTheLastHeaderHasNoParts() throws Exception {
    StreamId stream = SharedBroker.newStream();
    SessionLog first = claim(writer, stream, "a");
    Media.write(first, 1, 20);
    first.append(Media.header(first.session(), 1, 0));
    finish(first, "publisher closed");

    SessionLog second = claim(otherNode, stream, "b");

    assertThat(second.nextChunk()).isEqualTo(2);
    assertThat(second.endUs()).isEqualTo(20 * Media.FRAME_US);
  }

  @Test
  void takesAStreamOverFromASessionThatHasNotEnded() throws Exception {
    StreamId stream = SharedBroker.newStream();
    SessionEvents events = new SessionEvents();
    SessionLog first = claim(writer, stream, "a", KafkaLogWriterTest::takeOver, events);
    Media.write(first, 1, 3);
    await().until(() -> first.bytesInFlight() == 0);

    // when
    SessionLog second = claim(otherNode, stream, "b");
    first.append(Media.part(first.session(), 0, 3, 120_000));

    // then
    await().untilAsserted(() -> assertThat(events.lost).hasSize(1));
    assertThat(events.takenOver).isTrue();
    assertThat(second.session()).isGreaterThan(first.session());
    long dropped = writer.droppedAppends();
    first.append(Media.part(first.session(), 0, 4, 160_000));
    assertThat(writer.droppedAppends()).isEqualTo(dropped + 1);
    assertThatThrownBy(() -> finish(first, "late"))
        .hasCauseInstanceOf(LogException.class)
        .hasMessageContaining("another publisher");
  }

  @Test
  void takesOverWithinOneProcessWithoutWaitingForAnAppend() throws Exception {
    StreamId stream = SharedBroker.newStream();
    SessionEvents events = new SessionEvents();
    claim(writer, stream, "a", KafkaLogWriterTest::takeOver, events);

    claim(writer, stream, "a2");

    await().untilAsserted(() -> assertThat(events.lost).hasSize(1));
    assertThat(events.takenOver).isTrue();
  }

  @Test
  void refusesASecondPublisherOfAnExclusiveStream() throws Exception {
    StreamId stream = SharedBroker.newStream();
    SessionEvents events = new SessionEvents();
    SessionLog first = claim(writer, stream, "holder", KafkaLogWriterTest::exclusive, events);
    Media.write(first, 1, 3);
    await().until(() -> first.bytesInFlight() == 0);

    // when
    assertThatThrownBy(
            () ->
                claim(
                    otherNode,
                    stream,
                    "b",
                    Succession.unless("holder"::equals),
                    new SessionEvents()))
        .hasCauseInstanceOf(LogException.Refused.class)
        .hasMessageContaining("publisher=holder");
    first.append(Media.part(first.session(), 0, 3, 120_000));
    finish(first, "publisher closed");

    // then the holder continues
    assertThat(events.lost).isEmpty();
    assertThat(kinds(stream))
        .as("a refused claimant writes nothing")
        .containsExactly("claim", "header", "part", "part", "part", "part", "end");
  }

  @Test
  void anExclusiveStreamIsFreeOnceItsSessionEnded() throws Exception {
    StreamId stream = SharedBroker.newStream();
    SessionLog first =
        claim(writer, stream, "a", KafkaLogWriterTest::exclusive, new SessionEvents());
    Media.write(first, 1, 3);
    finish(first, "publisher closed");

    SessionLog second =
        claim(otherNode, stream, "b", KafkaLogWriterTest::exclusive, new SessionEvents());

    assertThat(second.nextChunk()).isEqualTo(1);
  }

  @Test
  void anExclusiveStreamDoesNotRefuseItsOwnPublisherAfterAFailedAppend() throws Exception {
    LogConfig config = SharedBroker.config(Map.of("max-record-bytes", "1048576"));
    StreamId stream = SharedBroker.newStream();
    SessionEvents events = new SessionEvents();
    try (KafkaLogWriter small = new KafkaLogWriter(config, SharedBroker.connection("small"))) {
      // given a session with a failed append
      SessionLog first = claim(small, stream, "holder", KafkaLogWriterTest::exclusive, events);
      Media.write(first, 1, 3);
      first.append(Media.part(first.session(), 0, 3, 120_000, 2 << 20));
      await().untilAsserted(() -> assertThat(events.lost).hasSize(1));

      // when its publisher claims again
      SessionLog second =
          claim(small, stream, "holder", KafkaLogWriterTest::exclusive, new SessionEvents());

      // then
      assertThat(second.nextChunk()).isEqualTo(1);
      assertThat(second.endUs()).isEqualTo(3 * Media.FRAME_US);
    }
  }

  @Test
  void aSessionLostWithoutReplacementIsEndedInTheLog() throws Exception {
    LogConfig config = SharedBroker.config(Map.of("max-record-bytes", "1048576"));
    StreamId stream = SharedBroker.newStream();
    SessionEvents events = new SessionEvents();
    try (KafkaLogWriter small = new KafkaLogWriter(config, SharedBroker.connection("small"))) {
      SessionLog first = claim(small, stream, "holder", KafkaLogWriterTest::exclusive, events);
      Media.write(first, 1, 3);

      // when an append fails and nobody claims
      first.append(Media.part(first.session(), 0, 3, 120_000, 2 << 20));
      await().untilAsserted(() -> assertThat(events.lost).hasSize(1));

      // then the log contains its end, and an exclusive stream is free for others
      await().untilAsserted(() -> assertThat(kinds(stream)).endsWith("part", "end"));
      assertThat(headers(last(stream)).get("reason")).startsWith("log-away: append failed");
      assertThat(headers(last(stream))).containsEntry("session", "0");
      claim(otherNode, stream, "other", KafkaLogWriterTest::exclusive, new SessionEvents());
    }
  }

  private static ConsumerRecord<byte[], byte[]> last(StreamId stream) {
    List<ConsumerRecord<byte[], byte[]>> all = PlainKafka.readAll(stream);
    return all.get(all.size() - 1);
  }

  @Test
  void numbersAreNotUsedAgainWhenRetentionHasRemovedEverything() throws Exception {
    StreamId stream = SharedBroker.newStream();
    SessionLog first = claim(writer, stream, "a");
    Media.write(first, 3, 2);
    finish(first, "publisher closed");
    PlainKafka.cutBefore(stream, 11);

    SessionLog second = claim(otherNode, stream, "b");

    assertThat(second.nextChunk()).isGreaterThan(2);
    assertThat(second.nextDisc()).isGreaterThan(0);
  }

  @Test
  void oneOfTwoRacingPublishersContinues() throws Exception {
    StreamId stream = SharedBroker.newStream();
    SessionEvents oneEvents = new SessionEvents();
    SessionEvents twoEvents = new SessionEvents();

    // when both claim at once and both write
    var one =
        writer.claim(stream, "a", KafkaLogWriterTest::takeOver, oneEvents).toCompletableFuture();
    var two =
        otherNode.claim(stream, "b", KafkaLogWriterTest::takeOver, twoEvents).toCompletableFuture();
    SessionLog first = one.get(20, SECONDS);
    SessionLog second = two.get(20, SECONDS);
    Media.write(first, 1, 5);
    Media.write(second, 1, 5);

    // then the one with the higher session number stays
    boolean oneWins = first.session() > second.session();
    SessionEvents winner = oneWins ? oneEvents : twoEvents;
    SessionEvents loser = oneWins ? twoEvents : oneEvents;
    await().untilAsserted(() -> assertThat(loser.lost).hasSize(1));
    assertThat(loser.takenOver).isTrue();
    finish(oneWins ? first : second, "publisher closed");
    assertThat(winner.lost).isEmpty();
  }

  @Test
  void exactlyOneOfTwoRacingPublishersGetsAnExclusiveStream() throws Exception {
    StreamId stream = SharedBroker.newStream();

    var one =
        writer
            .claim(stream, "a", KafkaLogWriterTest::exclusive, new SessionEvents())
            .toCompletableFuture();
    var two =
        otherNode
            .claim(stream, "b", KafkaLogWriterTest::exclusive, new SessionEvents())
            .toCompletableFuture();
    await().until(() -> one.isDone() && two.isDone());

    assertThat(one.isCompletedExceptionally()).isNotEqualTo(two.isCompletedExceptionally());
  }

  @Test
  void ignoresRecordsOfOthersThatAreNotATakeover() throws Exception {
    StreamId stream = SharedBroker.newStream();
    SessionEvents events = new SessionEvents();
    SessionLog before = claim(otherNode, stream, "zombie");
    SessionLog session = claim(writer, stream, "a", KafkaLogWriterTest::takeOver, events);
    Media.write(session, 1, 2);
    await().until(() -> session.bytesInFlight() == 0);
    long foreign = writer.foreignRecords();

    // when the session before writes a late record
    PlainKafka.write(stream, session.logId(), Media.part(before.session(), 0, 7, 0));
    session.append(Media.part(session.session(), 0, 2, 80_000));

    // then
    await().until(() -> writer.foreignRecords() == foreign + 1);
    finish(session, "publisher closed");
    assertThat(events.lost).isEmpty();
  }

  @Test
  void pausesTheSourceAtTheBoundAndResumesItAtHalf() throws Exception {
    LogConfig config = SharedBroker.config(Map.of("max-in-flight-bytes", "65536"));
    StreamId stream = SharedBroker.newStream();
    SessionEvents events = new SessionEvents();
    try (KafkaLogWriter small = new KafkaLogWriter(config, SharedBroker.connection("small"))) {
      SessionLog session = claim(small, stream, "a", KafkaLogWriterTest::takeOver, events);
      session.append(Media.header(session.session(), 0, 0));

      // when more is appended at once than the bound allows
      for (int i = 0; i < 6; i++) {
        session.append(Media.part(session.session(), 0, i, i * Media.FRAME_US, 20_000));
      }
      await().until(() -> session.bytesInFlight() == 0);

      // then
      await().untilAsserted(() -> assertThat(events.pressure).endsWith(true, false));
      assertThat(events.lost).isEmpty();
      finish(session, "publisher closed");
    }
  }

  @Test
  void appendsThatMayWaitForOthersArriveWithinTheShortestDeliveryTimeout() throws Exception {
    LogConfig config =
        SharedBroker.config(Map.of("append-linger", "PT0.05S", "delivery-timeout", "PT1S"));
    StreamId stream = SharedBroker.newStream();
    SessionEvents events = new SessionEvents();
    try (KafkaLogWriter patient = new KafkaLogWriter(config, SharedBroker.connection("patient"))) {
      SessionLog session = claim(patient, stream, "a", KafkaLogWriterTest::takeOver, events);

      session.append(Media.header(session.session(), 0, 0));
      session.append(Media.part(session.session(), 0, 0, 0, 1_000));

      await().until(() -> session.bytesInFlight() == 0);
      assertThat(events.lost).isEmpty();
      finish(session, "publisher closed");
    }
  }

  @Test
  void endsASessionWhoseSourceDoesNotPause() throws Exception {
    LogConfig config = SharedBroker.config(Map.of("max-in-flight-bytes", "65536"));
    SessionEvents events = new SessionEvents();
    try (KafkaLogWriter small = new KafkaLogWriter(config, SharedBroker.connection("small"))) {
      SessionLog session =
          claim(small, SharedBroker.newStream(), "a", KafkaLogWriterTest::takeOver, events);
      session.append(Media.header(session.session(), 0, 0));

      for (int i = 0; i < 2000 && events.lost.isEmpty(); i++) {
        session.append(Media.part(session.session(), 0, i, i * Media.FRAME_US, 60_000));
      }

      await().untilAsserted(() -> assertThat(events.lost).hasSize(1));
      assertThat(events.lost.get(0)).contains("did not pause");
      assertThat(events.takenOver).isFalse();
    }
  }

  @Test
  void aRecordThatIsTooLargeEndsTheSession() throws Exception {
    LogConfig config = SharedBroker.config(Map.of("max-record-bytes", "1048576"));
    SessionEvents events = new SessionEvents();
    try (KafkaLogWriter small = new KafkaLogWriter(config, SharedBroker.connection("small"))) {
      SessionLog session =
          claim(small, SharedBroker.newStream(), "a", KafkaLogWriterTest::takeOver, events);
      session.append(Media.header(session.session(), 0, 0));

      session.append(Media.part(session.session(), 0, 0, 0, 2 << 20));

      await().untilAsserted(() -> assertThat(events.lost).hasSize(1));
      assertThat(events.lost.get(0)).contains("append failed").contains("1048576");
    }
  }

  private static int takeOver(Holder holder) {
    return holder.takeovers() + 1;
  }

  private static int exclusive(Holder holder) {
    return Succession.unless(owner -> true).replace(holder);
  }

  private static Map<String, String> withoutHeld(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = headers(record);
    headers.remove("held");
    return headers;
  }

  private static Map<String, String> header(String log, int chunk) {
    Map<String, String> headers = new LinkedHashMap<>(unversioned(log, chunk));
    headers.put("v", "1");
    return headers;
  }

  private static Map<String, String> unversioned(String log, int chunk) {
    return Map.of(
        "owner", "node-1/tcp-1",
        "log", log,
        "kind", "header",
        "session", "0",
        "chunk", Integer.toString(chunk),
        "disc", "0",
        "mime", Media.MIME,
        "tracks",
            "[{\"id\":1,\"kind\":\"video\",\"codec\":\"avc1.4d401e\",\"width\":640,"
                + "\"height\":480,\"frameRate\":25.0}]",
        "wall-clock", "1764000000000",
        "spacing-ms", "40");
  }

  private static Map<String, String> part(String log, int chunk, int part, long ptsUs) {
    return Map.of(
        "v",
        "1",
        "log",
        log,
        "kind",
        "part",
        "session",
        "0",
        "chunk",
        Integer.toString(chunk),
        "part",
        Integer.toString(part),
        "back",
        Integer.toString(part + 1),
        "pts-us",
        Long.toString(ptsUs),
        "duration-us",
        "40000",
        "reach-us",
        Long.toString(ptsUs + 40_000));
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> found = new LinkedHashMap<>();
    record
        .headers()
        .forEach(
            header ->
                found.put(header.key(), new String(header.value(), StandardCharsets.US_ASCII)));
    return found;
  }

  private static List<String> kinds(StreamId stream) {
    return PlainKafka.readAll(stream).stream()
        .map(record -> headers(record).getOrDefault("kind", "none"))
        .toList();
  }

  private static SessionLog claim(LogWriter by, StreamId stream, String owner) throws Exception {
    return claim(by, stream, owner, KafkaLogWriterTest::takeOver, new SessionEvents());
  }

  private static SessionLog claim(
      LogWriter by,
      StreamId stream,
      String owner,
      Succession succession,
      SessionLog.Listener listener)
      throws Exception {
    return by.claim(stream, owner, succession, listener).toCompletableFuture().get(20, SECONDS);
  }

  private static void finish(SessionLog session, String reason) throws ExecutionException {
    try {
      session.end(reason).toCompletableFuture().get(20, SECONDS);
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("session did not end", e);
    }
  }
}
