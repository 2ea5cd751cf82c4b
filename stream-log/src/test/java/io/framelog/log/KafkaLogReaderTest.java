package io.framelog.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framelog.process.FatalErrors;
import io.framelog.process.Halts;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The log of one session in these tests: claim 0, then chunks of one header and four parts: 1, 6,
 * 11, …
 */
class KafkaLogReaderTest {
  private static KafkaLogWriter writer;
  private static KafkaLogReader reader;
  private static StreamTopics topics;

  private final SessionEvents events = new SessionEvents();
  private final List<LogReader.Subscription> subscriptions = new ArrayList<>();
  private StreamId stream = SharedBroker.newStream();

  @BeforeAll
  static void open() {
    writer = new KafkaLogWriter(SharedBroker.config(), SharedBroker.connection("writer"));
    reader = new KafkaLogReader(SharedBroker.config(), SharedBroker.connection("reader"));
    topics = new StreamTopics(SharedBroker.config(), SharedBroker.connection("topics"));
  }

  @AfterAll
  static void close() {
    reader.close();
    writer.close();
    topics.close();
  }

  @BeforeEach
  void newStream() {
    stream = SharedBroker.newStream();
  }

  @AfterEach
  void unfollow() {
    subscriptions.forEach(LogReader.Subscription::close);
  }

  @Test
  void aLiveThreadBlockedByAListenerIsDetected() throws Exception {
    try (KafkaLogReader stuckReader =
        new KafkaLogReader(SharedBroker.config(), SharedBroker.connection("stuck"))) {
      // given a healthy reader with nothing to do
      SessionLog session = claimed();
      written(session, 1, 4);
      CountDownLatch stuck = new CountDownLatch(1);
      assertThat(stuckReader.longestTurn()).isLessThan(Duration.ofSeconds(3));

      // when a listener blocks
      subscriptions.add(
          stuckReader.follow(
              stream,
              new Position(session.logId(), 0),
              new RecordListener() {
                @Override
                public void onRecords(List<LoggedRecord> records) {
                  try {
                    stuck.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }

                @Override
                public void onLost(LogException reason) {
                  // not of interest
                }
              }));

      // then its turn lasts until the listener returns
      await().until(() -> stuckReader.longestTurn().compareTo(Duration.ofSeconds(3)) > 0);
      stuck.countDown();
      await().until(() -> stuckReader.longestTurn().compareTo(Duration.ofSeconds(2)) < 0);
    }
  }

  @Test
  void anErrorInALiveThreadEndsTheProcess() throws Exception {
    SessionLog session = claimed();
    written(session, 1, 4);

    try (Halts halts = new Halts();
        KafkaLogReader failing =
            new KafkaLogReader(SharedBroker.config(), SharedBroker.connection("failing"))) {
      subscriptions.add(
          failing.follow(stream, new Position(session.logId(), 0), new OutOfMemory()));

      await().untilAsserted(() -> assertThat(halts.codes()).contains(FatalErrors.EXIT_CODE));
    }
  }

  @Test
  void anExceptionOfOneStreamsListenerEndsOnlyThatStream() throws Exception {
    SessionLog session = claimed();
    written(session, 1, 4);
    StreamId failing = stream;
    subscriptions.add(reader.follow(failing, new Position(session.logId(), 0), new Unwilling()));
    stream = SharedBroker.newStream();
    SessionLog other = claimed();
    Collected collected = new Collected();
    subscriptions.add(reader.follow(stream, new Position(other.logId(), 0), collected));

    written(other, 1, 4);

    await().untilAsserted(() -> assertThat(collected.records).hasSize(6));
  }

  @Test
  void anErrorInALookupEndsTheProcess() throws Exception {
    SessionLog session = claimed();
    written(session, 1, 4);

    try (Halts halts = new Halts();
        ReadingPool pool =
            new ReadingPool(
                "test-lookup",
                1,
                1,
                () ->
                    new LogCursor(
                        new KafkaClients(
                                SharedBroker.config(), SharedBroker.connection("lookup-error"))
                            .consumer("lookup-error", 1),
                        SharedBroker.config(),
                        new LeftOutRecords(InstantSource.system())))) {
      CompletionStage<LogId> read =
          pool.submit(
              cursor -> {
                throw new OutOfMemoryError("Cannot reserve direct buffer memory");
              });

      assertThatThrownBy(() -> get(read)).hasCauseInstanceOf(OutOfMemoryError.class);
      assertThat(halts.codes()).containsExactly(FatalErrors.EXIT_CODE);
    }
  }

  /** Throws an {@code OutOfMemoryError} on the reader's thread. */
  private static final class OutOfMemory implements RecordListener {
    @Override
    public void onRecords(List<LoggedRecord> records) {
      throw new OutOfMemoryError("Cannot reserve direct buffer memory");
    }

    @Override
    public void onLost(LogException reason) {
      // not of interest
    }
  }

  /** A listener whose methods all fail. */
  private static final class Unwilling implements RecordListener {
    @Override
    public void onRecords(List<LoggedRecord> records) {
      throw new IllegalStateException("a listener's own fault");
    }

    @Override
    public void onLost(LogException reason) {
      throw new IllegalStateException("a listener's own fault, again");
    }
  }

  @Test
  void aPausedListenerGetsNoRecordsAndDelaysNoOther() throws Exception {
    // given more records than one poll returns, and a listener that accepts only the first poll's
    SessionLog session = claimed();
    written(session, 300, 4);
    AtomicBoolean takesMore = new AtomicBoolean();
    AtomicInteger asked = new AtomicInteger();
    Collected held =
        new Collected() {
          @Override
          public boolean mayRead() {
            asked.incrementAndGet();
            return takesMore.get();
          }
        };
    follow(new Position(session.logId(), 0), held);
    await().until(() -> !held.records.isEmpty());
    int given = held.records.size();

    // when the listener is asked repeatedly, and another stream is read meanwhile
    int before = asked.get();
    await().until(() -> asked.get() > before + 10);
    stream = SharedBroker.newStream();
    SessionLog other = claimed();
    written(other, 300, 4);
    Collected free = new Collected();
    follow(new Position(other.logId(), 0), free);
    await().until(() -> free.records.size() == 1_501);

    // then it gets the rest as soon as it accepts more
    assertThat(held.records).hasSize(given).hasSizeLessThan(1_501);
    takesMore.set(true);
    await().until(() -> held.records.size() == 1_501);
    assertThat(held.records.stream().map(LoggedRecord::offset).toList())
        .containsExactlyElementsOf(LongStream.range(0, 1_501).boxed().toList());
  }

  @Test
  void joinsAtTheNewestHeader() throws Exception {
    SessionLog session = claimed();
    written(session, 3, 4);

    LogReader.Start start = get(reader.findLive(stream));

    assertThat(start).isEqualTo(new LogReader.Start(session.logId(), 11, 16));
  }

  @Test
  void joinsAtTheNewestHeaderEvenIfItIsTheLastRecord() throws Exception {
    SessionLog session = claimed();
    written(session, 1, 4);
    session.append(Media.header(session.session(), 1, 0));
    await().until(() -> session.bytesInFlight() == 0);

    assertThat(get(reader.findLive(stream)).offset()).isEqualTo(6);
  }

  @Test
  void joinsAfterASessionsEnd() throws Exception {
    SessionLog session = claimed();
    Media.write(session, 2, 4);
    get(session.end("publisher closed"));

    assertThat(get(reader.findLive(stream)).offset()).isEqualTo(6);
  }

  @Test
  void joinsAfterClaimsAndRefusals() throws Exception {
    SessionLog session = claimed();
    written(session, 2, 4);
    List<LogRecord> refusals = new ArrayList<>();
    for (long offset = 11; offset < 91; offset += 2) {
      refusals.add(new LogRecord.Claim("other"));
      refusals.add(new LogRecord.End(offset, 0, "refused"));
    }
    PlainKafka.write(stream, session.logId(), refusals.toArray(LogRecord[]::new));

    assertThat(get(reader.findLive(stream)).offset()).isEqualTo(6);
  }

  @Test
  void joinsAtTheEndOfALogWithoutAHeader() throws Exception {
    SessionLog session = claimed();

    assertThat(get(reader.findLive(stream))).isEqualTo(new LogReader.Start(session.logId(), 1, 1));
  }

  @Test
  void joinsAnEmptyLogAtItsBeginning() throws Exception {
    get(topics.create(stream));

    assertThat(get(reader.findLive(stream)).offset()).isZero();
  }

  @Test
  void doesNotFollowAWrongHint() throws Exception {
    SessionLog session = claimed();
    written(session, 2, 4);
    PlainKafka.write(
        stream,
        session.logId(),
        new LogRecord.Part(session.session(), 1, 4, 9, 0, Media.FRAME_US, ByteBuffer.allocate(9)));

    assertThat(get(reader.findLive(stream)).offset()).isEqualTo(6);
  }

  @Test
  void doesNotJoinAtAZombiesLateChunk() throws Exception {
    SessionLog zombie = claimed();
    written(zombie, 1, 4);
    SessionLog session = claimed();
    written(session, 1, 4);
    PlainKafka.write(stream, session.logId(), Media.header(zombie.session(), 1, 0));
    PlainKafka.write(stream, session.logId(), Media.part(zombie.session(), 1, 0, 0));

    long joined = get(reader.findLive(stream)).offset();

    assertThat(joined).isEqualTo(session.session() + 1);
  }

  @Test
  void doesNotJoinAtOneOfManyLateRecordsOfALostPublisher() throws Exception {
    SessionLog lost = claimed();
    written(lost, 1, 4);
    SessionLog session = claimed();
    written(session, 1, 4);
    long header = session.session() + 1;

    // when the lost session's appends in flight arrive after the takeover
    PlainKafka.write(stream, session.logId(), late(lost, 48));

    // then joins, times and positions lead to the present session
    assertThat(get(reader.findLive(stream)).offset()).isEqualTo(header);
    assertThat(get(reader.findTime(stream, Instant.now().plusSeconds(60))).offset())
        .isEqualTo(header);
    Position behind = new Position(session.logId(), header + 20);
    assertThat(get(reader.findHeader(stream, behind)).offset()).isEqualTo(header);
    SessionLog next = claimed();
    assertThat(next.nextChunk()).isEqualTo(session.nextChunk() + 1);
    assertThat(next.nextDisc()).isEqualTo(session.nextDisc() + 1);
    assertThat(next.endUs()).isEqualTo(2 * 4 * Media.FRAME_US);
  }

  @Test
  void recordsOfAnImpossibleSessionEndNoOther() throws Exception {
    SessionLog session = claimed();
    written(session, 1, 4);
    long header = session.session() + 1;

    // when a record has a session number that no offset has yet
    PlainKafka.write(
        stream,
        session.logId(),
        Media.chunk(Long.MAX_VALUE, 9, 0, 3, 4 * Media.FRAME_US).toArray(LogRecord[]::new));

    // then joins lead to the present session, which continues and can be replaced
    assertThat(get(reader.findLive(stream)).offset()).isEqualTo(header);
    assertThat(claimed().nextChunk()).isEqualTo(session.nextChunk() + 1);
  }

  /** Chunks of three parts of a publisher that has lost the stream without noticing. */
  private static LogRecord[] late(SessionLog lost, int records) {
    List<LogRecord> late = new ArrayList<>();
    for (int chunk = 1; late.size() < records; chunk++) {
      late.addAll(Media.chunk(lost.session(), chunk, 0, 3, 4 * Media.FRAME_US));
    }
    return late.toArray(LogRecord[]::new);
  }

  @Test
  void joinsRightAfterRetentionCutTheLogInMidChunk() throws Exception {
    SessionLog session = claimed();
    written(session, 3, 4);

    // when only the last parts of the last chunk are left, then a new chunk comes
    PlainKafka.cutBefore(stream, 13);
    assertThat(get(reader.findLive(stream)))
        .isEqualTo(new LogReader.Start(session.logId(), 16, 16));
    Media.chunk(session.session(), 3, 0, 2, 480_000).forEach(session::append);
    await().until(() -> session.bytesInFlight() == 0);

    assertThat(get(reader.findLive(stream)).offset()).isEqualTo(16);
    assertThat(get(reader.findTime(stream, Instant.EPOCH)).offset()).isEqualTo(16);
  }

  @Test
  void joinsRightAfterRetentionCutTheLogBeforeAHeader() throws Exception {
    // given a publisher that continues when its last chunk's first records are acknowledged
    SessionLog session = claimed();
    written(session, 3, 4);
    session.append(Media.part(session.session(), 2, 4, 480_000));
    await().until(() -> session.bytesInFlight() == 0);

    PlainKafka.cutBefore(stream, 11);

    assertThat(get(reader.findLive(stream)).offset()).isEqualTo(11);
  }

  @Test
  void followsFromThePositionAtWhichItJoined() throws Exception {
    SessionLog session = claimed();
    written(session, 2, 4);
    Collected collected = new Collected();

    // when
    follow(get(reader.findLive(stream)).position(), collected);
    await().until(() -> collected.records.size() == 5);
    Media.chunk(session.session(), 2, 0, 4, 320_000).forEach(session::append);

    // then
    await().until(() -> collected.records.size() == 10);
    assertThat(collected.offsets())
        .containsExactlyElementsOf(LongStream.range(6, 16).boxed().toList());
    RecordSequence sequence = new RecordSequence();
    assertThat(collected.records)
        .allMatch(r -> sequence.next(r.record()) == RecordSequence.Verdict.ACCEPT);
  }

  @Test
  void stopsCallingAfterClose() throws Exception {
    SessionLog session = claimed();
    written(session, 1, 4);
    Collected first = new Collected();
    Position from = new Position(session.logId(), 0);
    LogReader.Subscription following = follow(from, first);
    await().until(() -> first.records.size() == 6);
    assertThatThrownBy(() -> reader.follow(stream, from, first))
        .isInstanceOf(IllegalStateException.class);

    // when one follower closes and another one follows
    following.close();
    following.close();
    Collected second = new Collected();
    follow(from, second);
    session.append(Media.header(session.session(), 1, 0));
    await().until(() -> second.records.size() == 7);

    assertThat(first.records).hasSize(6);
    assertThat(first.lost).isEmpty();
  }

  @Test
  void followsManyStreamsInOrder() throws Exception {
    List<Collected> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      stream = SharedBroker.newStream();
      SessionLog session = claimed();
      Collected collected = new Collected();
      all.add(collected);
      follow(new Position(session.logId(), 0), collected);
      Media.write(session, 2, 4);
    }

    await().until(() -> all.stream().allMatch(collected -> collected.records.size() == 11));

    assertThat(all).allSatisfy(collected -> assertThat(collected.offsets()).isSorted());
  }

  @Test
  void leavesOutARecordThatCannotBeParsed() throws Exception {
    SessionLog session = claimed();
    written(session, 1, 2);
    long bad = reader.leftOutRecords();
    Collected collected = new Collected();

    // when a record has a negative session number
    PlainKafka.write(stream, session.logId(), new LogRecord.End(-5, 0, "not ours"));
    session.append(Media.part(session.session(), 0, 2, 80_000));

    // then
    follow(new Position(session.logId(), 0), collected);
    await().until(() -> collected.records.size() == 5);
    assertThat(collected.offsets()).containsExactly(0L, 1L, 2L, 3L, 5L);
    assertThat(reader.leftOutRecords()).isEqualTo(bad + 1);
  }

  @Test
  void reportsAPositionThatRetentionHasRemoved() throws Exception {
    SessionLog session = claimed();
    written(session, 3, 4);
    PlainKafka.cutBefore(stream, 11);
    Position old = new Position(session.logId(), 6);
    Collected collected = new Collected();

    follow(old, collected);

    await().untilAsserted(() -> assertThat(collected.lost).hasSize(1));
    assertThat(collected.lost.get(0)).isInstanceOf(LogException.PositionGone.class);
    assertThat(collected.records).isEmpty();
    assertGone(reader.findPosition(stream, old));
    assertGone(reader.readPast(stream, old, 1000));
  }

  @Test
  void reportsADeletedStream() throws Exception {
    SessionLog session = claimed();
    written(session, 1, 4);
    Collected collected = new Collected();
    follow(new Position(session.logId(), 0), collected);
    await().until(() -> collected.records.size() == 6);

    get(topics.end(stream).thenCompose(topics::delete));

    await().untilAsserted(() -> assertThat(collected.lost).hasSize(1));
    assertThat(collected.lost.get(0)).isInstanceOf(LogException.NoSuchStream.class);
    assertThatThrownBy(() -> get(reader.findLive(stream)))
        .hasCauseInstanceOf(LogException.NoSuchStream.class);
  }

  @Test
  void neverDeliversBytesOfAnotherLifeOfTheStream() throws Exception {
    SessionLog session = claimed();
    written(session, 1, 4);
    Position old = new Position(session.logId(), 3);
    Collected running = new Collected();
    follow(old, running);
    await().until(() -> running.records.size() == 3);

    // when the stream is deleted and published again, with the same records and more
    get(topics.end(stream).thenCompose(topics::delete));
    SessionLog reborn = claimed();
    written(reborn, 4, 4);

    // then
    await().untilAsserted(() -> assertThat(running.lost).hasSize(1));
    assertThat(running.lost.get(0)).isInstanceOf(LogException.PositionGone.class);
    assertThat(running.offsets()).containsExactly(3L, 4L, 5L);
    assertThat(reborn.logId()).isNotEqualTo(old.log());
    assertGone(reader.findPosition(stream, old));
    assertGone(reader.findHeader(stream, old));
    assertGone(reader.readPast(stream, old, 1000));

    // and a reader that looked it up before the deletion gets nothing either
    Collected late = new Collected();
    follow(old, late);
    await().untilAsserted(() -> assertThat(late.lost).hasSize(1));
    assertThat(late.lost.get(0)).isInstanceOf(LogException.PositionGone.class);
    assertThat(late.records).isEmpty();
  }

  @Test
  void findsExactPositionsAndTheHeaderThatApplies() throws Exception {
    SessionLog session = claimed();
    written(session, 2, 4);

    LogReader.Start start = get(reader.findPosition(stream, new Position(session.logId(), 8)));

    assertThat(start).isEqualTo(new LogReader.Start(session.logId(), 8, 11));
    assertThat(get(reader.findHeader(stream, start.position())).offset()).isEqualTo(6);
    assertThat(get(reader.findPosition(stream, new Position(session.logId(), 11))).offset())
        .isEqualTo(11);
    assertGone(reader.findPosition(stream, new Position(session.logId(), 12)));
    // the claim at offset 0 has no header before it, which is not a gap
    assertThat(get(reader.findHeader(stream, new Position(session.logId(), 0))).offset()).isZero();
  }

  @Test
  void findsTheChunkThatHoldsATime() throws Exception {
    SessionLog session = claimed();
    written(session, 2, 4);
    Instant between = Instant.now();
    await().until(() -> Instant.now().isAfter(between.plusMillis(2)));
    Media.chunk(session.session(), 2, 0, 4, 320_000).forEach(session::append);
    await().until(() -> session.bytesInFlight() == 0);

    assertThat(get(reader.findTime(stream, between)).offset()).isEqualTo(6);
    assertThat(get(reader.findTime(stream, Instant.EPOCH)).offset()).isEqualTo(1);
    assertThat(get(reader.findTime(stream, Instant.now().plusSeconds(60))).offset()).isEqualTo(11);
  }

  @Test
  void timesOutsideOfKafkasRangeAreBeforeOrAfterAllChunks() throws Exception {
    SessionLog session = claimed();
    written(session, 2, 4);

    // -1e12 seconds, which at= accepts, and a time that does not fit a long of milliseconds
    Instant longAgo = Instant.now().minusSeconds(1_000_000_000_000L);
    assertThat(get(reader.findTime(stream, longAgo)).offset()).isEqualTo(1);
    assertThat(get(reader.findTime(stream, Instant.MIN)).offset()).isEqualTo(1);
    assertThat(get(reader.findTime(stream, Instant.MAX)).offset()).isEqualTo(6);
  }

  @Test
  void readsThePastInPieces() throws Exception {
    SessionLog session = claimed();
    written(session, 4, 4);
    LogId log = session.logId();
    List<LoggedRecord> read = new ArrayList<>();

    // when
    List<LoggedRecord> piece = get(reader.readPast(stream, new Position(log, 0), 30));
    int pieces = 0;
    while (!piece.isEmpty()) {
      read.addAll(piece);
      pieces++;
      piece = get(reader.readPast(stream, new Position(log, read.size()), 30));
    }

    // then
    assertThat(pieces).isGreaterThan(2);
    assertThat(read.stream().map(LoggedRecord::offset).toList())
        .containsExactlyElementsOf(LongStream.range(0, 21).boxed().toList());
  }

  private static void assertGone(CompletionStage<?> stage) {
    assertThatThrownBy(() -> get(stage)).hasCauseInstanceOf(LogException.PositionGone.class);
  }

  private LogReader.Subscription follow(Position from, RecordListener listener) {
    LogReader.Subscription subscription = reader.follow(stream, from, listener);
    subscriptions.add(subscription);
    return subscription;
  }

  private SessionLog claimed() throws Exception {
    return get(writer.claim(stream, "writer/" + System.nanoTime(), Holder::takeovers, events));
  }

  private static void written(SessionLog session, int chunks, int parts) {
    Media.write(session, chunks, parts);
    await().until(() -> session.bytesInFlight() == 0);
  }

  private static <T> T get(CompletionStage<T> stage) throws ExecutionException {
    try {
      return stage.toCompletableFuture().get(20, SECONDS);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }
}
