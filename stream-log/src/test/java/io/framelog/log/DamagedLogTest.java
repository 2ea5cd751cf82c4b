package io.framelog.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.broker.EmbeddedKafka;
import io.framelog.broker.EmbeddedKafkaSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A separate broker, whose files lose or change bytes. */
class DamagedLogTest {
  private static final StreamId DAMAGED = new StreamId("cam1");
  private static final StreamId WHOLE = new StreamId("cam1-0");
  private static final String MARK = "these bytes will change";
  private static final int BATCH_OVERHEAD = 12;
  private static final Set<String> MADE_AGAIN =
      Set.of(
          "recovery-point-offset-checkpoint",
          "replication-offset-checkpoint",
          "leader-epoch-checkpoint",
          ".kafka_cleanshutdown");

  @TempDir Path data;

  @Test
  void aBatchWithAWrongChecksumIsLeftOutAndDelaysNoOtherStream() throws Exception {
    try (EmbeddedKafka broker = EmbeddedKafka.start(new EmbeddedKafkaSettings(data, 0));
        KafkaLogWriter writer = new KafkaLogWriter(SharedBroker.config(), connection(broker));
        KafkaLogReader reader = new KafkaLogReader(SharedBroker.config(), connection(broker))) {
      // given offsets 0 to 6, 7 in a separate batch, and 8 to 13
      SessionLog session = claimed(writer, DAMAGED);
      Media.write(session, 1, 5);
      awaitEnd(reader, DAMAGED, 7);
      session.append(
          new LogRecord.Part(
              session.session(),
              0,
              5,
              6,
              5 * Media.FRAME_US,
              Media.FRAME_US,
              ByteBuffer.wrap(MARK.getBytes(StandardCharsets.US_ASCII))));
      awaitEnd(reader, DAMAGED, 8);
      Media.chunk(session.session(), 1, 0, 5, 6 * Media.FRAME_US).forEach(session::append);
      awaitEnd(reader, DAMAGED, 14);
      SessionLog other = claimed(writer, WHOLE);

      // when a byte changes on the disk
      changeByteOf(MARK);
      Collected damaged = new Collected();
      Collected whole = new Collected();
      reader.follow(DAMAGED, new Position(session.logId(), 0), damaged);
      reader.follow(WHOLE, new Position(other.logId(), 0), whole);
      Media.write(other, 1, 5);

      // then both streams continue, and one has a gap, which is reported
      await().untilAsserted(() -> assertThat(whole.offsets()).hasSize(7));
      await()
          .untilAsserted(
              () ->
                  assertThat(damaged.offsets())
                      .containsExactlyElementsOf(
                          LongStream.range(0, 14).filter(o -> o != 7).boxed().toList()));
      RecordSequence sequence = RecordSequence.fromAnywhere();
      assertThat(damaged.records.stream().map(sequence::next))
          .contains(RecordSequence.Verdict.ACCEPT_AFTER_GAP);

      // and the past can be read across the gap
      assertThat(past(reader, session.logId(), 3))
          .containsExactly(3L, 4L, 5L, 6L, 8L, 9L, 10L, 11L, 12L, 13L);
      assertThat(reader.findLive(DAMAGED).toCompletableFuture().get(20, SECONDS).offset())
          .isEqualTo(8);
    }
  }

  @Test
  void aFollowerOfALogThatLosesItsEndIsNotified() throws Exception {
    EmbeddedKafka broker = EmbeddedKafka.start(new EmbeddedKafkaSettings(data, 0));
    int port = URI.create("kafka://" + broker.bootstrapServers()).getPort();
    try (KafkaLogReader reader = new KafkaLogReader(SharedBroker.config(), connection(broker))) {
      LogId log;
      Collected collected = new Collected();
      try (KafkaLogWriter writer = new KafkaLogWriter(SharedBroker.config(), connection(broker))) {
        SessionLog session = claimed(writer, DAMAGED);
        log = session.logId();
        reader.follow(DAMAGED, new Position(log, 0), collected);
        Media.write(session, 1, 5);
        await().untilAsserted(() -> assertThat(collected.offsets()).hasSize(7));
        Media.chunk(session.session(), 1, 0, 5, 5 * Media.FRAME_US).forEach(session::append);
        await().untilAsserted(() -> assertThat(collected.offsets()).hasSize(13));
      }

      // when the broker restarts with fewer records
      broker.close();
      cutAt(7);
      broker = EmbeddedKafka.start(new EmbeddedKafkaSettings(data, port));

      // then
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(collected.lost).isNotEmpty());
      assertThat(reader.findLive(DAMAGED).toCompletableFuture().get(20, SECONDS).end())
          .isEqualTo(7);
    } finally {
      broker.close();
    }
  }

  private static KafkaConnection connection(EmbeddedKafka broker) {
    return new KafkaConnection(broker.bootstrapServers(), "damaged");
  }

  private static SessionLog claimed(KafkaLogWriter writer, StreamId stream) throws Exception {
    return writer
        .claim(stream, "a", Holder::takeovers, new SessionEvents())
        .toCompletableFuture()
        .get(20, SECONDS);
  }

  private static void awaitEnd(KafkaLogReader reader, StreamId stream, long end) {
    await()
        .untilAsserted(
            () ->
                assertThat(reader.findLive(stream).toCompletableFuture().get(20, SECONDS).end())
                    .isEqualTo(end));
  }

  private static List<Long> past(KafkaLogReader reader, LogId log, long from) throws Exception {
    return reader
        .readPast(DAMAGED, new Position(log, from), 1 << 20)
        .toCompletableFuture()
        .get(20, SECONDS)
        .stream()
        .map(LoggedRecord::offset)
        .toList();
  }

  private void changeByteOf(String mark) throws IOException {
    Path file = logFile();
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(mark);
    assertThat(at).isPositive();
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      bytes.write('T');
    }
  }

  /** Cuts the log before the batch that begins at an offset; the broker detects it by itself. */
  private void cutAt(long offset) throws IOException {
    Path file = logFile();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    int at = 0;
    while (bytes.getLong(at) < offset) {
      at += BATCH_OVERHEAD + bytes.getInt(at + Long.BYTES);
    }
    assertThat(bytes.getLong(at)).isEqualTo(offset);
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
      log.setLength(at);
    }
    Path ofLog = logFolder();
    delete(
        ofLog,
        name -> MADE_AGAIN.contains(name) || name.endsWith("index") || name.endsWith(".snapshot"));
    delete(ofLog.resolveSibling("."), MADE_AGAIN::contains);
  }

  private static void delete(Path folder, Predicate<String> names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> names.test(nameOf(file))).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }

  private Path logFile() throws IOException {
    try (Stream<Path> files = Files.list(logFolder())) {
      return files.filter(file -> nameOf(file).endsWith(".log")).findFirst().orElseThrow();
    }
  }

  private Path logFolder() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(folder -> nameOf(folder).equals(StreamTopics.topicOf(DAMAGED) + "-0"))
          .findFirst()
          .orElseThrow();
    }
  }
}
