package io.framelog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogRecordCodecTest {
  private static final StreamId CAM = new StreamId("cam1");
  private static final LogId LOG = new LogId("c0ffee01");
  private static final IgnoredTrackInfo MP2 =
      new IgnoredTrackInfo(2, "audio", "mp2", "deu", "Framelog does not carry this codec");

  static List<LogRecord> kinds() {
    return List.of(
        new LogRecord.Claim("node-1/tcp-12"),
        Media.header(100, 7, 2),
        Media.part(100, 7, 3, -20_000),
        new LogRecord.End(100, 4, "publisher closed"),
        new LogRecord.Header(100, 8, 2, "image/jpeg", List.of(), 0, 120, ByteBuffer.allocate(0)),
        new LogRecord.Header(
            100, 9, 2, Media.MIME, List.of(), List.of(MP2), 0, 0, 3, ByteBuffer.allocate(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[null]", "[{\"id\":\"x\"}]", "null"})
  void readsInvalidIgnoredTracksAsNone(String value) {
    ConsumerRecord<byte[], byte[]> record =
        received(LogRecordCodec.encode(CAM, LOG, 0, Media.header(0, 0, 0)));
    record.headers().add("ignored-tracks", value.getBytes(StandardCharsets.US_ASCII));

    assertThat(((LogRecord.Header) LogRecordCodec.decode(record).logged().record()).ignoredTracks())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void readsWhatItWrote(LogRecord record) {
    LogRecordCodec.Decoded decoded =
        LogRecordCodec.decode(received(LogRecordCodec.encode(CAM, LOG, 1234, record)));

    assertThat(decoded.log()).isEqualTo(LOG);
    assertThat(decoded.logged()).isEqualTo(new LoggedRecord(4711, 1234, record));
  }

  @Test
  void passesThePayloadWithoutACopy() {
    LogRecord.Part part = Media.part(0, 0, 0, 0);

    assertThat(LogRecordCodec.encode(CAM, LOG, 0, part).value()).isSameAs(part.data().array());
  }

  @Test
  void copiesAPayloadThatIsAPieceOfAnArray() {
    LogRecord.Part whole = Media.part(0, 0, 0, 0);
    LogRecord.Part piece =
        new LogRecord.Part(0, 0, 0, 1, 0, 1, whole.data().duplicate().position(2));

    assertThat(LogRecordCodec.encode(CAM, LOG, 0, piece).value()).asString().isEqualTo("dia0.0");
  }

  @ParameterizedTest
  @CsvSource({
    "v, 2, header=v found=2",
    "log, short, header=log found=short",
    "kind, moof, header=kind found=moof",
    "session, -1, header=session found=-1",
    "session, 1x, header=session found=1x",
    "chunk, 99999999999999999999, header=chunk found=99999999999999999999",
    "part, 2147483648, header=part found=2147483648",
    "back, -1, header=back found=-1",
    "pts-us, '', header=pts-us found=",
    "duration-us, -40, header=duration-us found=-40",
    "reach-us, 1e6, header=reach-us found=1e6",
  })
  void namesTopicOffsetAndHeaderOfAnInvalidRecord(String name, String value, String message) {
    ConsumerRecord<byte[], byte[]> record =
        received(LogRecordCodec.encode(CAM, LOG, 0, Media.part(0, 0, 0, 0)));
    record.headers().remove(name).add(name, value.getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> LogRecordCodec.decode(record))
        .isInstanceOf(LogException.BadRecord.class)
        .hasMessageContaining("topic=framelog.live.cam1 offset=4711")
        .hasMessageContaining(message);
  }

  @Test
  void readsAPartOfAnEarlierWriterAsReachingItsEnd() {
    ConsumerRecord<byte[], byte[]> record =
        received(LogRecordCodec.encode(CAM, LOG, 0, Media.part(0, 0, 0, 80_000)));
    record.headers().remove("reach-us");

    assertThat(LogRecordCodec.decode(record).logged().record())
        .isEqualTo(Media.part(0, 0, 0, 80_000));
  }

  @Test
  void readsAHeaderOfAnEarlierWriterAsWithoutSpacing() {
    ConsumerRecord<byte[], byte[]> record =
        received(LogRecordCodec.encode(CAM, LOG, 0, Media.header(0, 0, 0)));
    record.headers().remove("spacing-ms");

    assertThat(((LogRecord.Header) LogRecordCodec.decode(record).logged().record()).spacingMs())
        .isZero();
  }

  @Test
  void readsAHeaderOfAnEarlierWriterAsWithoutTargetDuration() {
    ConsumerRecord<byte[], byte[]> record =
        received(LogRecordCodec.encode(CAM, LOG, 0, Media.header(0, 0, 0)));

    assertThat(record.headers().lastHeader("target-s")).isNull();
    assertThat(((LogRecord.Header) LogRecordCodec.decode(record).logged().record()).targetS())
        .isEqualTo(LogRecord.Header.NOT_SAID);
  }

  @Test
  void keepsTheMarkOfTheSessionsWriter() {
    SessionMark mark = new SessionMark(4700, "node-1/tcp-12#3");

    LoggedRecord header = decoded(Media.header(100, 7, 2), mark);
    LoggedRecord part = decoded(Media.part(100, 7, 0, 0), mark);
    LoggedRecord claim = decoded(new LogRecord.Claim("node-1/tcp-12#3", 4650, 2), null);

    assertThat(header.held()).isEqualTo(4700);
    assertThat(header.owner()).isEqualTo("node-1/tcp-12#3");
    assertThat(part.held()).isEqualTo(4700);
    assertThat(part.owner()).as("in headers only").isNull();
    assertThat(claim.record()).isEqualTo(new LogRecord.Claim("node-1/tcp-12#3", 4650, 2));
  }

  @Test
  void readsAClaimOfAnEarlierWriterAsWithoutFence() {
    ConsumerRecord<byte[], byte[]> record =
        received(LogRecordCodec.encode(CAM, LOG, 0, new LogRecord.Claim("a", 4650, 2)));
    record.headers().remove("fence").remove("takeovers");

    assertThat(LogRecordCodec.decode(record).logged().record())
        .isEqualTo(new LogRecord.Claim("a", 0, 0));
  }

  private static LoggedRecord decoded(LogRecord record, @Nullable SessionMark mark) {
    return LogRecordCodec.decode(received(LogRecordCodec.encode(CAM, LOG, 0, record, mark)))
        .logged();
  }

  @Test
  void refusesANegativeSpacing() {
    ConsumerRecord<byte[], byte[]> record =
        received(LogRecordCodec.encode(CAM, LOG, 0, Media.header(0, 0, 0)));
    record.headers().remove("spacing-ms").add("spacing-ms", new byte[] {'-', '1'});

    assertThatThrownBy(() -> LogRecordCodec.decode(record))
        .isInstanceOf(LogException.BadRecord.class)
        .hasMessageContaining("header=spacing-ms found=-1, expected 0 or more");
  }

  @ParameterizedTest
  @CsvSource({"v", "log", "kind", "session", "chunk", "disc", "mime", "tracks", "wall-clock"})
  void requiresEveryHeaderOfAHeaderRecord(String name) {
    ConsumerRecord<byte[], byte[]> record =
        received(LogRecordCodec.encode(CAM, LOG, 0, Media.header(0, 0, 0)));
    record.headers().remove(name);

    assertThatThrownBy(() -> LogRecordCodec.decode(record))
        .isInstanceOf(LogException.BadRecord.class)
        .hasMessageContaining("header=" + name + " found=missing");
  }

  @Test
  void refusesTracksThatAreNotJson() {
    ConsumerRecord<byte[], byte[]> record =
        received(LogRecordCodec.encode(CAM, LOG, 0, Media.header(0, 0, 0)));
    record.headers().remove("tracks").add("tracks", new byte[] {'{'});

    assertThatThrownBy(() -> LogRecordCodec.decode(record))
        .isInstanceOf(LogException.BadRecord.class)
        .hasMessageContaining("header=tracks");
  }

  @Test
  void refusesAPartWithoutBytes() {
    ConsumerRecord<byte[], byte[]> record =
        received(LogRecordCodec.encode(CAM, LOG, 0, Media.part(0, 0, 0, 0, 0)));

    assertThatThrownBy(() -> LogRecordCodec.decode(record))
        .isInstanceOf(LogException.BadRecord.class)
        .hasMessageContaining("header=value found=empty");
  }

  private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
    return new ConsumerRecord<>(
        sent.topic(),
        0,
        4711,
        sent.timestamp(),
        TimestampType.CREATE_TIME,
        sent.key().length,
        sent.value().length,
        sent.key(),
        sent.value(),
        new RecordHeaders(sent.headers()),
        Optional.empty());
  }
}
