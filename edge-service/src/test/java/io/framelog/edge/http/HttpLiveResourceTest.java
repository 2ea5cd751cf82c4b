package io.framelog.edge.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.framelog.edge.EdgeBroker;
import io.framelog.edge.MetricsPage;
import io.framelog.edge.TestPublisher;
import io.framelog.edge.channel.Channels;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
class HttpLiveResourceTest {
  private static final String WEBM = "video/webm; codecs=\"vp8,opus\"";
  private static final int PART_BYTES = 100_000;
  private static final int FLOOD = 130;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TestHTTPResource("/")
  URL edge;

  @Inject Channels channels;

  private TestPublisher publisher;

  @BeforeEach
  void publisher() {
    publisher = new TestPublisher(bootstrapServers);
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  private String path(String ending) {
    return "/live/" + publisher.stream() + "." + ending;
  }

  private int viewers() {
    return channels.viewers(publisher.stream().value());
  }

  private RawReader get(String ending) throws IOException {
    return new RawReader(edge.getPort()).ask("GET " + path(ending) + " HTTP/1.1", "");
  }

  @Test
  void sendsTheInitSegmentOnceAndThenEachPartFromTheNewestKeyframeOn() throws IOException {
    publisher.begin().chunk(3).chunk(2);
    publisher.awaitKnown();

    try (RawReader reader = get("mp4")) {
      assertThat(reader.head())
          .startsWith("http/1.1 200 ok\r\n")
          .contains("\r\ncontent-type: " + TestPublisher.MP4 + "\r\n")
          .contains("\r\ntransfer-encoding: chunked\r\n")
          .contains("\r\naccept-ranges: none\r\n")
          .contains("\r\ncache-control: no-store\r\n");
      assertThat(reader.chunk()).isEqualTo("init");
      assertThat(reader.chunk()).isEqualTo("c1p0;");
      assertThat(reader.chunk()).isEqualTo("c1p1;");

      publisher.chunk(1);
      assertThat(reader.chunk()).isEqualTo("c2p0;");
      assertThat(viewers()).isEqualTo(1);
      assertThat(MetricsPage.sum("framelog_edge_viewers")).isPositive();
    }
    await().untilAsserted(() -> assertThat(viewers()).isZero());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "m3u8", "jpg", "mjpeg"})
  void aStreamThatTheEdgeDoesNotHaveYetIsNotReportedAsAbsent(String ending) {
    given().get(path(ending)).then().statusCode(404).body(containsString("There is no stream"));

    publisher.claim().chunk(2);

    given()
        .get(path(ending))
        .then()
        .statusCode(503)
        .header("Retry-After", Matchers.notNullValue())
        .body(containsString("does not have " + publisher.stream()));
  }

  @Test
  void continuesForAClientWhoseSocketAcceptedTheWholeSnapshot() throws IOException {
    publisher.withPartBytes(PART_BYTES).begin();
    publisher.awaitKnown();
    try (RawReader first = get("mp4");
        RawReader next = new RawReader(edge.getPort(), 4 << 20)) {
      // given a chunk in memory that is larger than the edge's buffer of a socket
      publisher.chunk(3);
      first.head();
      first.chunk();
      assertThat(first.chunk()).startsWith("c0p0;");
      assertThat(first.chunk()).startsWith("c0p1;");
      assertThat(first.chunk()).startsWith("c0p2;");

      // when another one joins
      next.ask("GET " + path("mp4") + " HTTP/1.1", "").head();

      // then it gets the chunk and the parts after it
      assertThat(next.chunk()).isEqualTo("init");
      assertThat(next.chunk()).startsWith("c0p0;");
      assertThat(next.chunk()).startsWith("c0p1;");
      assertThat(next.chunk()).startsWith("c0p2;");
      publisher.chunk(1);
      assertThat(next.chunk()).startsWith("c1p0;");
    }
  }

  @Test
  void answersARangeWithTheWholeStream() throws IOException {
    publisher.begin().chunk(1);
    publisher.awaitKnown();

    try (RawReader reader = new RawReader(edge.getPort())) {
      reader.ask("GET " + path("mp4") + " HTTP/1.1", "Range: bytes=0-\r\n");
      assertThat(reader.head())
          .startsWith("http/1.1 200 ok\r\n")
          .contains("accept-ranges: none")
          .doesNotContain("content-range");
      assertThat(reader.chunk()).isEqualTo("init");
    }
  }

  @Test
  void endsTheBodyWithTheSessionAndServesTheNextRequestOnTheSameConnection() throws IOException {
    publisher.begin().chunk(1);
    publisher.awaitKnown();

    try (RawReader reader = get("mp4")) {
      reader.head();
      assertThat(reader.chunk()).isEqualTo("init");
      assertThat(reader.chunk()).isEqualTo("c0p0;");
      publisher.end();
      assertThat(reader.chunk()).isEmpty();

      publisher.begin().chunk(1);
      await().untilAsserted(() -> given().head(path("mp4")).then().statusCode(200));
      reader.ask("GET " + path("mp4") + " HTTP/1.1", "");
      assertThat(reader.head()).startsWith("http/1.1 200");
      assertThat(reader.chunk()).isEqualTo("init");
      assertThat(reader.chunk()).isEqualTo("c1p0;");
    }
  }

  @Test
  void endsTheBodyWhenTheHeaderChanges() throws IOException {
    publisher.begin().chunk(1);
    publisher.awaitKnown();

    try (RawReader reader = get("mp4")) {
      reader.head();
      assertThat(reader.chunk()).isEqualTo("init");
      assertThat(reader.chunk()).isEqualTo("c0p0;");
      publisher.withInit("other").chunk(1);
      assertThat(reader.chunk()).isEmpty();
    }
  }

  @Test
  void endsTheBodyOfASlowClientAtTheEndOfAPart() throws IOException {
    publisher.withPartBytes(PART_BYTES).begin().chunk(1);
    publisher.awaitKnown();
    double gaps = MetricsPage.sum("framelog_edge_gaps_total", "reason=\"slow\"");

    try (RawReader slow = get("mp4")) {
      slow.head();
      // given a client that reads nothing while more is sent than its queue and socket hold
      for (int i = 0; i < FLOOD; i++) {
        publisher.chunk(1);
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(MetricsPage.sum("framelog_edge_gaps_total", "reason=\"slow\""))
                      .isGreaterThan(gaps));

      // when it reads again, then it gets complete parts without a gap, and the end
      assertThat(slow.chunk()).isEqualTo("init");
      int parts = 0;
      for (String part = slow.chunk(); !part.isEmpty(); part = slow.chunk()) {
        assertThat(part).hasSize(PART_BYTES).startsWith("c" + parts + "p0;");
        parts++;
      }
      assertThat(parts).isBetween(1, FLOOD - 1);
    }
  }

  @Test
  void endsAnOlderClientsBodyWithTheConnection() throws IOException {
    publisher.begin().chunk(2);
    publisher.awaitKnown();

    try (RawReader reader = new RawReader(edge.getPort())) {
      reader.ask("GET " + path("mp4") + " HTTP/1.0", "");
      assertThat(reader.head()).startsWith("http/1.0 200").doesNotContain("transfer-encoding");
      assertThat(reader.bytes(14)).isEqualTo("initc0p0;c0p1;");
      publisher.end();
      assertThat(reader.rest()).isEmpty();
    }
  }

  @Test
  void namesTheRightUrlForTheOtherContainer() {
    publisher.withMime(WEBM).begin().chunk(1);
    publisher.awaitKnown();

    given()
        .get(path("mp4"))
        .then()
        .statusCode(406)
        .header(
            "Link",
            "<" + path("webm").substring(TestPublisher.FOLDER.length()) + ">; rel=\"alternate\"")
        .body(containsString(path("webm")));
    given().head(path("mp4")).then().statusCode(406);
    given().head(path("webm")).then().statusCode(200).contentType(WEBM);
    given().head("/live/" + publisher.stream() + ".mp4").then().statusCode(406);
  }

  @Test
  void answersAHeadWithoutABodyAndWithoutAChannel() throws IOException {
    publisher.begin().chunk(1);
    publisher.awaitKnown();
    int open = channels.size();

    try (RawReader reader = new RawReader(edge.getPort())) {
      for (int i = 0; i < 2; i++) {
        reader.ask("HEAD " + path("mp4") + " HTTP/1.1", "");
        assertThat(reader.head())
            .startsWith("http/1.1 200")
            .contains("content-type: video/mp4", "accept-ranges: none", "cache-control: no-store");
      }
    }
    assertThat(channels.size()).isEqualTo(open);
  }

  @Test
  void sendsRetryAfterForAStreamWithoutAPublisher() {
    publisher.begin().chunk(1);
    publisher.awaitKnown();
    publisher.end();

    await().untilAsserted(() -> given().head(path("mp4")).then().statusCode(404));
    given()
        .get(path("mp4"))
        .then()
        .statusCode(404)
        .header("Retry-After", Matchers.notNullValue())
        .body(containsString("Nobody publishes"));
  }

  @Test
  void aStreamThatDoesNotExistOpensNoChannel() {
    int open = channels.size();
    given()
        .get("/live/never-published.webm")
        .then()
        .statusCode(404)
        .header("Retry-After", Matchers.nullValue());
    given().get("/live/Not%20A%20Stream.mp4").then().statusCode(404);
    assertThat(channels.size()).isEqualTo(open);
  }

  @Test
  void allowsRequestsOfConfiguredPages() {
    given()
        .header("Origin", EdgeBroker.FRIEND)
        .header("Access-Control-Request-Method", "GET")
        .header("Access-Control-Request-Headers", "range")
        .options("/live/any.mp4")
        .then()
        .statusCode(204)
        .header("Access-Control-Allow-Origin", EdgeBroker.FRIEND)
        .header("Access-Control-Allow-Methods", containsString("GET"))
        .header("Access-Control-Allow-Headers", containsString("Range"));
  }
}
