package io.framelog.ingest.source.tcp;

import static io.framelog.ingest.Records.header;
import static io.framelog.ingest.Records.kinds;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.ingest.Ffmpeg;
import io.framelog.ingest.LogLines;
import io.framelog.ingest.Records;
import io.framelog.ingest.TestBroker;
import io.framelog.ingest.node.IngestLifecycle;
import io.framelog.ingest.session.Sessions;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestBroker.class)
class TcpPublisherTest {
  private static final String ADDRESS = "127.0.3.1";
  private static final byte[] EBML = {0x1a, 0x45, (byte) 0xdf, (byte) 0xa3};

  @Inject IngestLifecycle ingest;
  @Inject Sessions sessions;
  @Inject MeterRegistry metrics;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @Test
  void writesAWebmStreamAsClaimHeadersPartsAndEnd() throws Exception {
    try (Ffmpeg ffmpeg = publishWebm(2, "tcp-webm?key=s3cr3t");
        Records log = Records.ofStream(kafka, "tcp-webm")) {
      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);

      assertThat(ffmpeg.exitCode()).isZero();
      assertThat(String.join(" ", kinds(records))).matches("claim (header part (part )*){4}end");
      assertThat(header(records.get(1), "mime")).isEqualTo("video/webm; codecs=\"vp8\"");
      assertThat(header(records.get(0), "owner")).contains("-ingest-").contains("tcp:127.0.0.1");
      assertThat(header(records.get(records.size() - 1), "reason")).isEqualTo("closed");
      assertThat(kinds(records).stream().filter("part"::equals)).hasSize(50);
      assertPartsAreInOrder(records);
    }
  }

  @Test
  void writesFragmentedMp4WithoutATitleToTheDefaultStream() throws Exception {
    try (Ffmpeg ffmpeg =
            Ffmpeg.publish(
                1,
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "12",
                "-pix_fmt",
                "yuv420p",
                "-movflags",
                "empty_moov+default_base_moof",
                "-f",
                "mp4",
                url());
        Records log = Records.ofStream(kafka, "live")) {
      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);

      assertThat(ffmpeg.exitCode()).isZero();
      assertThat(header(records.get(1), "mime")).startsWith("video/mp4; codecs=\"avc1.");
      assertPartsAreInOrder(records);
    }
  }

  @Test
  void theSecondPublisherTakesOverTheStreamAndTheFirstIsClosed() throws Exception {
    try (Ffmpeg first = publishWebm(60, "race");
        Records log = Records.ofStream(kafka, "race")) {
      log.untilKind("part", 10);

      try (Ffmpeg second = publishWebm(2, "race")) {
        List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);

        // the first publisher is closed, long before it would have ended
        await().atMost(Duration.ofSeconds(10)).until(() -> !first.isAlive());
        assertThat(second.exitCode()).isZero();

        // the second session continues the first: in chunk number, time and discontinuities
        String secondSession = header(records.get(records.size() - 1), "session");
        ConsumerRecord<byte[], byte[]> opening =
            records.stream()
                .filter(record -> header(record, "kind").equals("header"))
                .filter(record -> header(record, "session").equals(secondSession))
                .findFirst()
                .orElseThrow();
        // compared with the last header before its claim, whose offset is the session's number
        ConsumerRecord<byte[], byte[]> before = lastHeader(records, Long.parseLong(secondSession));
        assertThat(number(before, "session")).isLessThan(number(opening, "session"));
        assertThat(number(opening, "chunk")).isEqualTo(number(before, "chunk") + 1);
        assertThat(number(opening, "disc")).isEqualTo(1);
      }
    }
    assertThat(counter("framelog.ingest.ends", "taken-over")).isPositive();
  }

  @Test
  void refusesInvalidBytesWithTheirOffsetAndAffectsNobodyElse() throws Exception {
    // given a healthy publisher
    try (LogLines log = new LogLines();
        Ffmpeg healthy = publishWebm(8, "healthy");
        Records records = Records.ofStream(kafka, "healthy")) {
      records.untilKind("part", 5);

      // when others send bytes that are no stream
      Map<String, byte[]> bad =
          Map.of(
              "jpeg", bytes(0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1),
              "http", "GET /secret?key=s3cr3t HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII),
              "garbage", "this is surely not a video stream at all, is it".getBytes(US_ASCII),
              "truncated header", concat(EBML, bytes(0x9f, 0x42, 0x86)),
              "2^63 box", mp4BoxOf(Long.MIN_VALUE),
              "largest box", mp4BoxOf(Long.MAX_VALUE));
      double rejectedBefore = rejections();
      Instant before = Instant.now();
      bad.forEach((name, content) -> assertThat(send(content)).as(name).isTrue());
      sendEndlessHeader();

      // then each is counted and logged with a byte offset, and no key is in any line
      await().untilAsserted(() -> assertThat(rejections() - rejectedBefore).isEqualTo(7));
      List<String> lines =
          log.lines().stream()
              .filter(line -> line.contains("rejected") && line.contains("tcp:" + ADDRESS + ":"))
              .toList();
      assertThat(lines).hasSize(7).allMatch(line -> line.matches(".*at byte \\d+.*"), "at byte N");
      assertThat(log.lines()).noneMatch(line -> line.contains("s3cr3t"));

      // and the API lists each with its address and byte; earlier ones are of other tests
      assertThat(sessions.refusals())
          .filteredOn(refusal -> !refusal.at().isBefore(before))
          .hasSize(7)
          .allSatisfy(
              refusal -> {
                assertThat(refusal.source()).isEqualTo("tcp");
                assertThat(refusal.address()).isEqualTo(ADDRESS);
                assertThat(refusal.byteOffset()).isNotNull();
              })
          .anySatisfy(
              refusal -> {
                assertThat(refusal.message())
                    .contains("MPEG-TS")
                    .endsWith("an HTTP request at byte 0");
                assertThat(refusal.byteOffset()).isZero();
              });
      try (Records nodes = new Records(kafka, "framelog.nodes")) {
        nodes.until(
            all ->
                all.stream().map(Records::text).anyMatch(text -> text.contains("an HTTP request")));
      }

      // and the healthy one is not affected
      assertThat(healthy.exitCode()).isZero();
      List<ConsumerRecord<byte[], byte[]>> all = records.untilKind("end", 1);
      assertThat(kinds(all).stream().filter("part"::equals)).hasSize(200);
      assertThat(header(all.get(all.size() - 1), "reason")).isEqualTo("closed");
    }
    await().untilAsserted(() -> assertThat(sessions.connected()).isZero());
  }

  @Test
  void aKeyIsNeitherLoggedNorStored() throws Exception {
    try (LogLines log = new LogLines();
        Ffmpeg ffmpeg = publishWebm(1, "keyed?key=k3yk3yk3y");
        Records media = Records.ofStream(kafka, "keyed");
        Records states = new Records(kafka, "framelog.streams")) {
      List<ConsumerRecord<byte[], byte[]>> records = media.untilKind("end", 1);
      assertThat(ffmpeg.exitCode()).isZero();
      List<ConsumerRecord<byte[], byte[]>> described =
          states.until(
              all ->
                  all.stream()
                      .map(Records::text)
                      .anyMatch(text -> text.contains("\"keyed\"") && text.contains("ENDED")));

      assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("k3yk3yk3y"));
      assertThat(records).noneMatch(record -> record.toString().contains("k3yk3yk3y"));
      assertThat(records)
          .filteredOn(record -> record.value() != null)
          .noneMatch(record -> new String(record.value(), US_ASCII).contains("k3yk3yk3y"));
      assertThat(described).noneMatch(record -> Records.text(record).contains("k3yk3yk3y"));
      assertThat(RestAssured.get("/q/metrics").asString())
          .contains("framelog_ingest_parts_total")
          .doesNotContain("k3yk3yk3y");
    }
  }

  private String url() {
    return "tcp://127.0.0.1:" + ingest.tcpPort();
  }

  private Ffmpeg publishWebm(int seconds, String title) {
    return Ffmpeg.publishVp8(seconds, "-metadata", "title=" + title, url());
  }

  private static ConsumerRecord<byte[], byte[]> lastHeader(
      List<ConsumerRecord<byte[], byte[]>> records, long before) {
    return records.stream()
        .filter(record -> header(record, "kind").equals("header"))
        .filter(record -> record.offset() < before)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static void assertPartsAreInOrder(List<ConsumerRecord<byte[], byte[]>> records) {
    long headerAt = -1;
    long part = 0;
    long endUs = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      if (header(record, "kind").equals("header")) {
        headerAt = record.offset();
        part = 0;
      } else if (header(record, "kind").equals("part")) {
        assertThat(number(record, "part")).isEqualTo(part++);
        assertThat(record.offset() - number(record, "back")).isEqualTo(headerAt);
        assertThat(number(record, "duration-us")).isPositive();
        assertThat(number(record, "pts-us")).isBetween(endUs - 1000, endUs + 1000);
        endUs = number(record, "pts-us") + number(record, "duration-us");
      }
    }
  }

  private static long number(ConsumerRecord<byte[], byte[]> record, String name) {
    return Long.parseLong(header(record, name));
  }

  private double rejections() {
    return metrics.find("framelog.ingest.rejections").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private double counter(String name, String reason) {
    return metrics.get(name).tag("reason", reason).counter().count();
  }

  /** From an address of its own: a refusal that repeats within seconds is not logged again. */
  private Socket connect() throws IOException {
    return new Socket(
        InetAddress.getLoopbackAddress(), ingest.tcpPort(), InetAddress.getByName(ADDRESS), 0);
  }

  /** Sends everything and half-closes; true when the node closes the connection. */
  private boolean send(byte[] content) {
    try (Socket socket = connect()) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(content);
      socket.shutdownOutput();
      return isClosed(socket);
    } catch (IOException e) {
      throw new AssertionError("connection to the node failed", e);
    }
  }

  /** An endless MP4 header of free boxes, until the node closes the connection. */
  private void sendEndlessHeader() throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(mp4Box("ftyp", 24));
      byte[] free = mp4Box("free", 64 * 1024);
      long sent = 0;
      while (sent < 64L << 20) {
        out.write(free);
        sent += free.length;
      }
      throw new AssertionError("the node read an endless header of " + sent + " bytes");
    } catch (SocketException e) {
      assertThat(e).hasMessageMatching("(?i).*(broken pipe|reset|closed).*");
    }
  }

  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return String.valueOf(reset.getMessage()).contains("reset");
    }
  }

  private static byte[] mp4Box(String type, int size) {
    return ByteBuffer.allocate(size).putInt(size).put(type.getBytes(US_ASCII)).array();
  }

  /** An ftyp, then a moov that claims a 64-bit size. */
  private static byte[] mp4BoxOf(long size) {
    return concat(
        mp4Box("ftyp", 24),
        ByteBuffer.allocate(16).putInt(1).put("moov".getBytes(US_ASCII)).putLong(size).array());
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}
