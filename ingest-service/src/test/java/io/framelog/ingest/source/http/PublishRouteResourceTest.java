package io.framelog.ingest.source.http;

import static io.framelog.ingest.Records.header;
import static io.framelog.ingest.Records.kinds;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.framelog.ingest.Ffmpeg;
import io.framelog.ingest.Records;
import io.framelog.ingest.TestBroker;
import io.framelog.ingest.session.Sessions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestBroker.class)
class PublishRouteResourceTest {
  @TestHTTPResource("/publish/")
  URI publish;

  @Inject Sessions sessions;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @ParameterizedTest
  @ValueSource(strings = {"cam1?key=%zz", "%zz", "cam1?audio=%", "a%4/b"})
  void anInvalidPercentEscapeIsAnsweredWithAMessage(String address) throws IOException {
    try (Socket socket = new Socket(publish.getHost(), publish.getPort())) {
      socket.setSoTimeout(30_000);
      String request = "PUT /publish/" + address + " HTTP/1.1\r\nHost: localhost\r\n";
      socket
          .getOutputStream()
          .write((request + "Connection: close\r\nContent-Length: 0\r\n\r\n").getBytes(US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .startsWith("HTTP/1.1 400")
          .contains("The address has a % at character");
    }
  }

  @Test
  void acceptsAChunkedPutOfFfmpegToTheStreamInItsPath() throws Exception {
    try (Ffmpeg ffmpeg = put("Site-a/http_Cam?key=s3cr3t", 2);
        Records log = new Records(kafka, "framelog.live.Site-a.http_Cam")) {
      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);

      assertThat(ffmpeg.exitCode()).isZero();
      assertThat(kinds(records).stream().filter("part"::equals)).hasSize(50);
      assertThat(header(records.get(0), "owner")).contains("http:").doesNotContain("s3cr3t");
    }
  }

  @Test
  void answersAPublisherOnHttp2() throws Exception {
    byte[] clip;
    try (Ffmpeg ffmpeg = Ffmpeg.encodeVp8(1)) {
      clip = ffmpeg.bytes().readAllBytes();
    }

    HttpResponse<String> answer =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .build()
            .send(
                HttpRequest.newBuilder(publish.resolve("http-2"))
                    .timeout(Duration.ofSeconds(60))
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(clip))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("finished", String.valueOf(clip.length));
  }

  @ParameterizedTest
  @CsvSource({"whole, 0, finished", "partial, 1000, disconnected"})
  void readsAllThatAPublisherSentBeforeItClosedDuringTheClaim(
      String name, int missing, String reason) throws Exception {
    byte[] clip;
    try (Ffmpeg ffmpeg = Ffmpeg.encodeVp8(1)) {
      clip = ffmpeg.bytes().readAllBytes();
    }
    try (Records log = Records.ofStream(kafka, "closes-" + name)) {
      // when it sends all at once and does not wait for the answer
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), publish.getPort())) {
        String head =
            "PUT /publish/closes-%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                .formatted(name, clip.length + missing);
        socket.getOutputStream().write(head.getBytes(US_ASCII));
        socket.getOutputStream().write(clip);
      }

      List<ConsumerRecord<byte[], byte[]>> records = log.untilKind("end", 1);
      assertThat(kinds(records).stream().filter("part"::equals)).hasSize(25);
      assertThat(header(records.get(records.size() - 1), "reason")).startsWith(reason);
    }
  }

  @Test
  void answersGarbageWithTheByteOffset() {
    given()
        .body("this is surely not a video stream at all, is it")
        .put("/publish/garbage?key=s3cr3t")
        .then()
        .statusCode(400)
        .body("result", is("unknown-container"))
        .body("message", containsString("at byte 0"))
        .body("message", not(containsString("s3cr3t")));
  }

  @Test
  void answersAnEmptyBody() {
    given().post("/publish/empty").then().statusCode(400).body("result", is("truncated"));
  }

  @Test
  void answersAPathThatNamesNoStream() {
    given()
        .urlEncodingEnabled(false)
        .body("x")
        .put("/publish/My%20Cam%3Fkey=s3cr3t")
        .then()
        .statusCode(400)
        .body("result", is("invalid-stream"))
        .body(
            "message",
            startsWith(
                "the path does not name a stream: space, ? are not allowed;"
                    + " the nearest valid name is My-Cam; expected 1 to 4 segments"))
        .body("message", not(containsString("s3cr3t")));
  }

  @ParameterizedTest
  @CsvSource({
    "publish, 'the path names no stream, expected /publish/NAME'",
    "publish/, 'the path names no stream, expected /publish/NAME'",
    "live/cam1, 'Publish to /publish/cam1: no media is taken at /live/cam1'",
    "watch/cam1.ts, 'Publish to /publish/cam1: no media is taken at /watch/cam1.ts'",
    "'', 'Publish to /publish/NAME: no media is taken at /'"
  })
  void answersMediaSentToAnotherPathWithTheRightOne(String path, String message) throws Exception {
    for (String method : List.of("PUT", "POST")) {
      for (int length : new int[] {3, 300_000}) {
        HttpResponse<String> answer =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(publish.resolve("/" + path))
                        .timeout(Duration.ofSeconds(60))
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(new byte[length]))
                        .build(),
                    HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"invalid-stream\"", "\"" + message + "\"");
      }
    }
    assertThat(sessions.refusals()).anyMatch(refusal -> refusal.message().equals(message));
  }

  @Test
  void refusesAFormUpload() {
    given()
        .multiPart("file", "clip.ts", "bytes".getBytes(US_ASCII))
        .post("/publish/form")
        .then()
        .statusCode(400)
        .body("result", is("malformed"))
        .body("message", startsWith("a form upload (multipart/form-data), expected"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "br", "none-that-exists", "identity, gzip"})
  void refusesABodyWithAContentCodingByThatName(String coding) {
    given()
        .header("Content-Encoding", coding)
        .body("not sniffed")
        .put("/publish/coded")
        .then()
        .statusCode(415)
        .header("Accept-Encoding", "identity")
        .body("result", is("unsupported-encoding"))
        .body("retry", is(false))
        .body("message", containsString("expected identity"));
  }

  @Test
  void takesABodyWhoseCodingIsIdentity() {
    given()
        .header("Content-Encoding", "Identity")
        .body("this is surely not a video stream at all, is it")
        .put("/publish/not-coded")
        .then()
        .statusCode(400)
        .body("result", is("unknown-container"));
  }

  @Test
  void refusesANameWhoseTopicCollidesWithAnother() throws Exception {
    byte[] clip;
    try (Ffmpeg ffmpeg = Ffmpeg.encodeVp8(1)) {
      clip = ffmpeg.bytes().readAllBytes();
    }
    given().body(clip).put("/publish/row/seat").then().statusCode(200);

    given()
        .body(clip)
        .put("/publish/row_seat")
        .then()
        .statusCode(400)
        .body("result", is("invalid-stream"))
        .body("retry", is(false))
        .body("message", containsString("differ only in . and _"))
        .body("message", containsString("framelog.live.row.seat"));
  }

  @Test
  void refusesAPostFromAPageOfAnotherWebsite() {
    given()
        .header("Origin", "https://evil.example")
        .body("x")
        .post("/publish/cam1")
        .then()
        .statusCode(403)
        .body("result", is("foreign-origin"));
  }

  @Test
  void refusesOtherMethodsWithTheAllowedOnes() {
    given()
        .delete("/publish/site-a/cam1")
        .then()
        .statusCode(405)
        .header("Allow", "GET, HEAD, PUT, POST, SOURCE")
        .contentType("application/problem+json")
        .body("detail", endsWith("expected GET, HEAD, PUT, POST, SOURCE"));
    given()
        .delete("/publish")
        .then()
        .statusCode(405)
        .header("Allow", "GET, HEAD")
        .body("detail", endsWith("expected GET, HEAD"));
  }

  @Test
  void notifiesAPublisherThatAnotherTookOverItsStream() throws Exception {
    try (ChunkedPublisher first = ChunkedPublisher.start(publish.getPort(), "contested");
        Records log = Records.ofStream(kafka, "contested")) {
      // given a publisher in the middle of its request
      log.untilKind("part", 5);

      try (Ffmpeg second = put("contested", 2)) {
        // when another one publishes, then the first is answered with the reason
        assertThat(first.status()).isEqualTo(409);
        assertThat(first.answer().getString("result")).isEqualTo("taken-over");
        assertThat(first.answer().getString("stream")).isEqualTo("contested");
        assertThat(first.answer().getString("message")).isNotBlank();
        assertThat(second.exitCode()).isZero();
      }
    }
  }

  private Ffmpeg put(String stream, int seconds) {
    return Ffmpeg.publishVp8(seconds, "-method", "PUT", publish + stream);
  }
}
