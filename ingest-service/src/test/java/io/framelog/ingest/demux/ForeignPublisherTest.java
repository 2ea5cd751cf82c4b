package io.framelog.ingest.demux;

import static io.framelog.ingest.Records.header;
import static io.framelog.ingest.Records.kinds;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.framelog.ingest.Ffmpeg;
import io.framelog.ingest.LogLines;
import io.framelog.ingest.Records;
import io.framelog.ingest.TestBroker;
import io.framelog.ingest.node.IngestLifecycle;
import io.framelog.ingest.session.Sessions;
import io.framelog.ingest.source.http.ChunkedPublisher;
import io.framelog.ingest.worker.Workers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestBroker.class)
class ForeignPublisherTest {
  private static final int SECONDS = 2;
  private static final int FRAMES = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The first bytes of a packet of a program association table. */
  private static final byte[] TS_HEAD = {
    0x47, 0x40, 0, 0x10, 0, 0, (byte) 0xb0, 0x0d, 0, 1, (byte) 0xc1, 0, 0, 0, 1, (byte) 0xf0
  };

  @TestHTTPResource("/publish/")
  URI publish;

  @Inject IngestLifecycle ingest;
  @Inject Workers workers;
  @Inject Sessions sessions;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @ParameterizedTest
  @ValueSource(strings = {"mpegts", "flv", "mpegts -mpegts_m2ts_mode 1"})
  void everyFrameOfAForeignContainerBecomesAPart(String format) throws Exception {
    // given
    String stream = "foreign-" + format.replace(' ', '-');
    List<String> output = new ArrayList<>(List.of("-c:v", "libx264", "-preset", "ultrafast"));
    output.addAll(List.of("-g", "12", "-pix_fmt", "yuv420p", "-metadata", "title=" + stream));
    output.add("-f");
    output.addAll(List.of(format.split(" ", -1)));
    output.add("tcp://127.0.0.1:" + ingest.tcpPort());

    // when
    try (Ffmpeg ffmpeg = Ffmpeg.publish(SECONDS, output.toArray(String[]::new));
        Records log = Records.ofStream(kafka, stream)) {
      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);

      // then
      assertThat(ffmpeg.exitCode()).isZero();
      assertThat(header(records.get(1), "mime")).startsWith("video/mp4; codecs=\"avc1.");
      assertThat(kinds(records).stream().filter("part"::equals)).hasSize(FRAMES);
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> workers.running() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1"})
  void mpegTsThatBeginsWithinAPacketIsAccepted(String m2ts) throws Exception {
    // given
    String stream = "cut-" + m2ts;
    byte[] clip;
    List<String> output = new ArrayList<>(List.of("-c:v", "libx264", "-preset", "ultrafast"));
    output.addAll(List.of("-g", "12", "-pix_fmt", "yuv420p", "-f", "mpegts"));
    output.addAll(List.of("-mpegts_m2ts_mode", m2ts, "pipe:1"));
    try (Ffmpeg ffmpeg = Ffmpeg.encode(SECONDS, output.toArray(String[]::new))) {
      clip = ffmpeg.bytes().readAllBytes();
    }

    // when
    byte[] cut = Arrays.copyOfRange(clip, 100, clip.length);
    given().body(cut).put("/publish/" + stream).then().statusCode(200);

    // then
    try (Records log = Records.ofStream(kafka, stream)) {
      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);
      assertThat(kinds(records).stream().filter("part"::equals)).hasSizeGreaterThan(FRAMES - 13);
    }
  }

  @Test
  void aCrashedWorkerEndsOnlyItsPublisherWithTheReason() throws Exception {
    // given one publisher that needs a worker and one that does not
    try (Ffmpeg foreign = publishTs(60, "crashing");
        Ffmpeg other = Ffmpeg.publishVp8(60, "-metadata", "title=unharmed", url());
        Records crashing = Records.ofStream(kafka, "crashing");
        Records unharmed = Records.ofStream(kafka, "unharmed")) {
      crashing.untilKind("part", 10);
      unharmed.untilKind("part", 5);

      // when
      workerProcesses().forEach(ProcessHandle::destroyForcibly);

      // then
      List<ConsumerRecord<byte[], byte[]>> records = crashing.untilKind("end", 1);
      assertThat(header(records.get(records.size() - 1), "reason"))
          .startsWith("worker-failed: the media worker failed: it ended with code 137");
      await().atMost(PATIENCE).until(() -> !foreign.isAlive());
      unharmed.untilKind("part", 30);
      assertThat(other.isAlive()).isTrue();

      // and the next publisher gets a worker
      try (Ffmpeg again = publishTs(1, "crashing")) {
        crashing.untilKind("end", 2);
        assertThat(again.exitCode()).isZero();
      }
    }
  }

  @Test
  void aPublisherWhoseWorkerCrashesIsAskedToRetry() throws Exception {
    // given
    try (ChunkedPublisher publisher =
            ChunkedPublisher.start(publish.getPort(), "crashing-http", encodeTs(60));
        Records log = Records.ofStream(kafka, "crashing-http")) {
      log.untilKind("part", 10);

      // when
      workerProcesses().forEach(ProcessHandle::destroyForcibly);

      // then
      assertThat(publisher.status()).isEqualTo(500);
      assertThat(publisher.answer().getString("result")).isEqualTo("worker-failed");
      assertThat(publisher.answer().getBoolean("retry")).isTrue();
    }
  }

  @Test
  void bytesThatAreNoTransportStreamEndOnlyTheirPublisher() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ingest.tcpPort());
        LogLines log = new LogLines()) {
      byte[] nothing = new byte[2 << 20];
      System.arraycopy(TS_HEAD, 0, nothing, 0, TS_HEAD.length);

      assertThatCode(() -> socket.getOutputStream().write(nothing))
          .satisfiesAnyOf(
              none -> assertThat(none).isNull(),
              closed -> assertThat(closed).isInstanceOf(SocketException.class));

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(log.lines())
                      .anyMatch(line -> line.contains("no sync byte where a packet must begin")));
    }
    await().atMost(PATIENCE).until(() -> workers.running() == 0);
  }

  @Test
  void aPublisherWithoutAFreeWorkerIsRejectedWithTheReason() throws Exception {
    await().atMost(PATIENCE).until(() -> workers.running() == 0);
    List<Socket> sockets = new ArrayList<>();
    try (LogLines log = new LogLines()) {
      for (int i = 0; i <= workers.max(); i++) {
        Socket socket = connectFrom(2 + i);
        sockets.add(socket);
        socket.getOutputStream().write(TS_HEAD);
        int expected = Math.min(i + 1, workers.max());
        await().atMost(PATIENCE).until(() -> workers.running() == expected);
      }

      Socket last = sockets.get(workers.max());
      last.setSoTimeout((int) PATIENCE.toMillis());
      assertThat(last.getInputStream().read()).as("closed").isEqualTo(-1);
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.contains("at most 3 publishers of MPEG-TS and the like")
                      && line.contains("reason=too-many-connections"));
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    await().atMost(PATIENCE).until(() -> workers.running() == 0);
  }

  @Test
  void anAddressThatSendsHalfHeadersLeavesWorkersForOthers() throws Exception {
    await().atMost(PATIENCE).until(() -> workers.running() == 0);
    List<Socket> halves = new ArrayList<>();
    try {
      // given as many connections of one address as there are workers, each with half a header
      for (int i = 0; i < workers.max(); i++) {
        Socket socket = connectFrom(2);
        halves.add(socket);
        socket.getOutputStream().write(TS_HEAD);
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(sessions.refusals())
                      .filteredOn(
                          refusal ->
                              refusal.address().equals("127.0.0.2")
                                  && refusal.reason().equals("too-many-from-address"))
                      .singleElement()
                      .satisfies(
                          refusal -> {
                            assertThat(refusal.count()).isEqualTo(workers.max() - 1);
                            assertThat(refusal.message())
                                .endsWith("without a complete header from 127.0.0.2");
                          }));

      // when a publisher connects, then it is served
      try (Ffmpeg ffmpeg = publishTs(1, "beside-halves");
          Records records = Records.ofStream(kafka, "beside-halves")) {
        assertThat(ffmpeg.exitCode()).isZero();
        records.untilKind("end", 1);
      }
    } finally {
      for (Socket socket : halves) {
        socket.close();
      }
    }
    await().atMost(PATIENCE).until(() -> workers.running() == 0);
  }

  /** From 127.0.0.{@code host}. */
  private Socket connectFrom(int host) throws IOException {
    return new Socket(
        InetAddress.getLoopbackAddress(),
        ingest.tcpPort(),
        InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host}),
        0);
  }

  private String url() {
    return "tcp://127.0.0.1:" + ingest.tcpPort();
  }

  private Ffmpeg publishTs(int seconds, String stream) {
    return Ffmpeg.publish(seconds, ts("-metadata", "title=" + stream, "-f", "mpegts", url()));
  }

  private static Ffmpeg encodeTs(int seconds) {
    return Ffmpeg.encode(seconds, ts("-f", "mpegts", "pipe:1"));
  }

  private static String[] ts(String... target) {
    List<String> output = new ArrayList<>(List.of("-c:v", "libx264", "-preset", "ultrafast"));
    output.addAll(List.of("-g", "12", "-pix_fmt", "yuv420p"));
    output.addAll(List.of(target));
    return output.toArray(String[]::new);
  }

  private static List<ProcessHandle> workerProcesses() {
    try (Stream<ProcessHandle> all = ProcessHandle.current().children()) {
      return all.filter(each -> each.info().commandLine().orElse("").contains("WorkerMain"))
          .toList();
    }
  }
}
