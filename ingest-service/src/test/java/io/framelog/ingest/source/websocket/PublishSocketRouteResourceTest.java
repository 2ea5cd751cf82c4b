package io.framelog.ingest.source.websocket;

import static io.framelog.ingest.Records.header;
import static io.framelog.ingest.Records.kinds;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.ingest.Ffmpeg;
import io.framelog.ingest.LogLines;
import io.framelog.ingest.Records;
import io.framelog.ingest.TestBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestBroker.class)
class PublishSocketRouteResourceTest {
  private static final int FRAMES_A_SECOND = 25;

  /** One second of VP8 in WebM with its first frame a keyframe. */
  private static byte[] webm = {};

  @TestHTTPResource("/publish/")
  URI publish;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @BeforeAll
  static void encode() throws IOException {
    try (Ffmpeg ffmpeg = Ffmpeg.encodeVp8(1)) {
      webm = ffmpeg.bytes().readAllBytes();
    }
  }

  @Test
  void acceptsMessagesSplitAnywhereAndAnswersWhenAllIsInTheLog() {
    try (PublisherSocket browser = PublisherSocket.open(publish, "ws-cam?key=s3cr3t");
        Records log = Records.ofStream(kafka, "ws-cam")) {
      // given a recording in pieces, the first of one byte as MediaRecorder often sends it
      browser.binary(Arrays.copyOf(webm, 1));
      for (int at = 1; at < webm.length; at += 1000) {
        browser.binary(webm, at, Math.min(1000, webm.length - at), true);
      }

      // when it announces its end
      browser.text("{\"type\":\"end\"}");

      // then it is answered, and every frame is in the log
      assertThat(browser.subprotocol()).isEqualTo("framelog.publish.v1");
      assertThat(browser.message("accepted").getString("stream")).isEqualTo("ws-cam");
      assertThat(browser.message("ended").getString("reason")).isEqualTo("finished");
      assertThat(browser.closeFrame().code()).isEqualTo(1000);
      assertThat(browser.types()).containsExactly("accepted", "ended");
      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);
      assertThat(kinds(records).stream().filter("part"::equals)).hasSize(FRAMES_A_SECOND);
      assertThat(header(records.get(0), "owner")).contains("ws:").doesNotContain("s3cr3t");
      assertThat(browser.message("accepted").getLong("session")).isEqualTo(records.get(0).offset());
    }
  }

  @Test
  void acceptsAMessageInManyFrames() {
    try (PublisherSocket browser = PublisherSocket.open(publish, "ws-frames");
        Records log = Records.ofStream(kafka, "ws-frames")) {
      int third = webm.length / 3;
      browser
          .binary(webm, 0, third, false)
          .binary(webm, third, third, false)
          .binary(webm, 2 * third, webm.length - 2 * third, true)
          .closeInOrder();

      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);
      assertThat(kinds(records).stream().filter("part"::equals)).hasSize(FRAMES_A_SECOND);
      assertThat(header(records.get(records.size() - 1), "reason")).isEqualTo("finished");
    }
  }

  @Test
  void continuesInTheSameSessionWhenTheRecorderRestarts() {
    try (PublisherSocket browser = PublisherSocket.open(publish, "ws-restarts");
        Records log = Records.ofStream(kafka, "ws-restarts")) {
      // given a recorder stopped and started, and one aborted in the middle of a frame
      browser.binary(webm).binary(webm);
      browser.binary(webm, 0, webm.length / 2, true);
      browser.text("{\"type\":\"start\"}").binary(webm).text("{\"type\":\"end\"}");

      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);

      assertThat(header(records.get(records.size() - 1), "reason")).isEqualTo("finished");
      assertThat(kinds(records).stream().filter("claim"::equals)).hasSize(1);
      assertThat(kinds(records).stream().filter("part"::equals).count())
          .isBetween(3L * FRAMES_A_SECOND + 1, 4L * FRAMES_A_SECOND);
    }
  }

  @Test
  void publishesImagesAsAnImageStream() throws IOException {
    byte[] image = Files.readAllBytes(Path.of("../media/src/test/samples-image/baseline.jpg"));
    byte[] webp = Files.readAllBytes(Path.of("../media/src/test/samples-image/lossy.webp"));
    try (PublisherSocket browser = PublisherSocket.open(publish, "ws-mirror");
        Records log = Records.ofStream(kafka, "ws-mirror")) {
      browser.binary(image).binary(image).binary(webp).text("{\"type\":\"end\"}");

      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);

      assertThat(kinds(records))
          .containsExactly("claim", "header", "part", "header", "part", "header", "part", "end");
      assertThat(header(records.get(1), "mime")).isEqualTo("image/jpeg");
      assertThat(header(records.get(1), "tracks")).contains("\"width\":64,\"height\":48");
      assertThat(records.get(1).value()).isEmpty();
      assertThat(records.get(2).value()).isEqualTo(image);
      assertThat(header(records.get(5), "mime")).isEqualTo("image/webp");
      assertThat(header(records.get(5), "disc")).isEqualTo("1");
      assertThat(records.get(6).value()).isEqualTo(webp);
    }
  }

  @Test
  void refusesAnUnknownContainerOnTheSocket() {
    try (LogLines log = new LogLines();
        PublisherSocket browser = PublisherSocket.open(publish, "ws-garbage?key=s3cr3t")) {
      browser.binary("this is surely not a video stream at all".getBytes(US_ASCII));

      JsonObject refused = browser.message("refused");
      assertThat(refused.getString("reason")).isEqualTo("unknown-container");
      assertThat(refused.getString("message")).contains("at byte 0").doesNotContain("s3cr3t");
      assertThat(refused.getBoolean("retry")).isFalse();
      assertThat(browser.closeFrame().code()).isEqualTo(4400);
      assertThat(browser.closeFrame().reason()).startsWith("unknown-container: ");
      assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("s3cr3t"));
    }
  }

  @Test
  void refusesAPathThatNamesNoStreamOnTheSocket() {
    try (PublisherSocket browser = PublisherSocket.open(publish, "Not%20A%20Stream")) {
      assertThat(browser.message("refused").getString("reason")).isEqualTo("invalid-stream");
      assertThat(browser.closeFrame().code()).isEqualTo(4400);
      assertThat(browser.closeFrame().reason()).contains("the nearest valid name is Not-A-Stream;");
    }
  }

  @Test
  void refusesPagesOfOtherOrigins() {
    try (PublisherSocket evil =
        PublisherSocket.openFrom("https://evil.example", publish, "ws-origin")) {
      assertThat(evil.message("refused").getString("reason")).isEqualTo("foreign-origin");
      assertThat(evil.closeFrame().code()).isEqualTo(4403);
    }
  }

  @Test
  void acceptsItsOwnPages() {
    String own = "http://" + publish.getAuthority();
    try (PublisherSocket browser = PublisherSocket.openFrom(own, publish, "ws-own-origin")) {
      browser.binary(webm);

      assertThat(browser.message("accepted").getString("stream")).isEqualTo("ws-own-origin");
    }
  }

  @Test
  void refusesAMessageLongerThanItsBound() {
    // given one message that never ends
    try (PublisherSocket browser = PublisherSocket.open(publish, "ws-long")) {
      for (int sent = 0; sent <= 4 << 20; sent += webm.length) {
        browser.binary(webm, 0, webm.length, false);
      }

      assertThat(browser.message("refused").getString("message")).contains("4194304 bytes");
    }
  }

  @Test
  void refusesTextThatIsNoMessage() {
    try (PublisherSocket browser = PublisherSocket.open(publish, "ws-text")) {
      browser.text("hello");

      assertThat(browser.message("refused").getString("message")).contains("not a JSON object");
    }
  }

  @Test
  void theNewestOfTwoReconnectingPublishersKeepsTheStream() {
    // given four consecutive takeovers, each from a publisher that is notified
    List<PublisherSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sockets.add(published("ws-alternating"));
    }
    for (PublisherSocket replaced : sockets.subList(0, 4)) {
      assertThat(replaced.message("ended").getString("reason")).isEqualTo("taken-over");
      assertThat(replaced.message("ended").getBoolean("retry")).isFalse();
    }

    // when a fifth is attempted
    try (PublisherSocket next = PublisherSocket.open(publish, "ws-alternating")) {
      next.binary(webm);

      // then the newest one continues
      assertThat(next.message("refused").getString("reason")).isEqualTo("contested");
      assertThat(next.message("refused").getBoolean("retry")).isFalse();
      assertThat(next.message("refused").getString("message")).contains("s more");
      assertThat(next.closeFrame().code()).isEqualTo(4409);
    }
    PublisherSocket newest = sockets.get(4);
    newest.text("{\"type\":\"end\"}");
    assertThat(newest.message("ended").getString("reason")).isEqualTo("finished");
    sockets.forEach(PublisherSocket::close);
  }

  private PublisherSocket published(String stream) {
    PublisherSocket socket = PublisherSocket.open(publish, stream);
    socket.binary(webm);
    socket.message("accepted");
    return socket;
  }

  @Test
  void notifiesAPublisherThatAnotherTookOverItsStream() {
    try (PublisherSocket first = PublisherSocket.open(publish, "ws-contested")) {
      first.binary(webm);
      first.message("accepted");

      try (PublisherSocket second = PublisherSocket.open(publish, "ws-contested")) {
        second.binary(webm);
        second.message("accepted");
        first.offer(webm);

        assertThat(first.message("ended").getString("reason")).isEqualTo("taken-over");
        assertThat(first.message("ended").getBoolean("retry")).isFalse();
        assertThat(first.closeFrame().code()).isEqualTo(4409);
      }
    }
  }
}
