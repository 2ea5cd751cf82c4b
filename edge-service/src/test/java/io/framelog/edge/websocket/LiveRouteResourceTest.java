package io.framelog.edge.websocket;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.framelog.edge.EdgeBroker;
import io.framelog.edge.MetricsPage;
import io.framelog.edge.TestPlayer;
import io.framelog.edge.TestPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
class LiveRouteResourceTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TestHTTPResource("/")
  URL edge;

  private TestPublisher publisher;

  @BeforeEach
  void publisher() {
    publisher = new TestPublisher(bootstrapServers);
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  private TestPlayer player(String query) {
    return new TestPlayer(edge.getPort(), "/live/" + publisher.stream() + query);
  }

  @Test
  void aFloodOfSeeksStaysInItsSocketsBuffers() {
    // given two viewers of one stream
    try (TestPlayer flooder = player("");
        TestPlayer other = player("")) {
      flooder.sees("<waiting>");
      other.sees("<waiting>");
      publisher.begin().chunk(1);
      flooder.sees("c0p0");
      other.sees("c0p0");

      // when one sends far more than a person could
      int sent = 10 * MessagePace.BURST;
      for (int i = 0; i < sent; i++) {
        flooder.say("{\"type\":\"nonsense\"}");
      }

      // then the other viewer continues at once, while most of the messages are still unread
      publisher.chunk(1);
      other.sees("c1p0");
      assertThat(answers(flooder)).isLessThan(sent / 2);

      // and no message is lost
      flooder.sees("c1p0");
      await().atMost(Duration.ofSeconds(60)).until(() -> answers(flooder) == sent);
    }
  }

  private static long answers(TestPlayer player) {
    return player.story().stream().filter("<error>"::equals).count();
  }

  @Test
  void joinsMidChunkAtItsKeyframeAndPlaysOn() {
    // given a publisher in its second chunk
    publisher.begin().chunk(3).chunk(2);
    publisher.awaitKnown();

    try (TestPlayer player = player("")) {
      // when more parts arrive after the viewer joined
      player.sees("c1p1");
      publisher.parts(1).chunk(1);

      // then it begins with the chunk's header and keyframe, without a gap
      player.sees("c2p0");
      assertThat(player.story())
          .containsExactly(
              "<hello>", "<start>", "init", "<chunk>", "c1p0", "c1p1", "c1p2", "<chunk>", "c2p0");
      assertThat(player.subProtocol()).isEqualTo("framelog.v1");
      assertThat(player.last("start").get("mime").asText()).isEqualTo(TestPublisher.MP4);
      assertThat(player.last("start").get("ignoredTracks").toString())
          .isEqualTo(
              "[{\"id\":2,\"kind\":\"audio\",\"codec\":\"mp2\",\"language\":\"deu\","
                  + "\"reason\":\"Framelog does not carry this codec\"}]");
      assertThat(player.last("chunk").get("wallClock").asLong()).isEqualTo(1_764_000_000_000L);
      assertThat(player.last("chunk").get("ptsUs").asLong()).isEqualTo(6 * 40_000);
      assertThat(player.last("chunk").get("spacingMs").asLong())
          .isEqualTo(TestPublisher.SPACING_MS);
    }
  }

  @Test
  void compressionIsNotNegotiated() throws IOException {
    String request =
        """
        GET /live/%s HTTP/1.1
        Host: localhost
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==
        Sec-WebSocket-Extensions: permessage-deflate, x-webkit-deflate-frame

        """
            .formatted(publisher.stream())
            .replace("\n", "\r\n");
    try (Socket socket = new Socket("localhost", edge.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      assertThat(answer.readLine()).startsWith("HTTP/1.1 101 ");
      List<String> headers = new ArrayList<>();
      for (String line = answer.readLine(); !line.isEmpty(); line = answer.readLine()) {
        headers.add(line.toLowerCase(Locale.ROOT));
      }
      assertThat(headers)
          .anyMatch(header -> header.startsWith("sec-websocket-accept:"))
          .noneMatch(header -> header.startsWith("sec-websocket-extensions:"));
    }
  }

  @Test
  void twoViewersGetTheSameBytes() {
    publisher.begin().chunk(2);
    publisher.awaitKnown();
    try (TestPlayer first = player("").sees("c0p1");
        TestPlayer second = player("").sees("c0p1")) {
      publisher.parts(2).chunk(2);
      first.sees("c1p1");
      second.sees("c1p1");
      assertThat(second.story()).isEqualTo(first.story());
    }
  }

  @Test
  void aStaleRemovalOfALiveStreamIsIgnored() {
    publisher.begin().chunk(2);
    publisher.awaitKnown();
    try (TestPlayer player = player("").sees("c0p1");
        TestPublisher next = new TestPublisher(bootstrapServers)) {
      // when its removal was read, as the record after it shows
      publisher.tellRemoved();
      next.begin();
      next.awaitKnown();

      given().get("/live").then().body("id", hasItem(publisher.stream().value()));
      publisher.parts(1);
      player.sees("c0p2");
      assertThat(player.story())
          .containsExactly("<hello>", "<start>", "init", "<chunk>", "c0p0", "c0p1", "c0p2");
    }
  }

  @Test
  void staysConnectedWhileAPublisherArrivesLeavesAndReturns() {
    try (TestPlayer player = player("")) {
      player.sees("<hello>", "<waiting>");

      publisher.begin().chunk(2);
      player.sees("<waiting>", "<start>", "init", "<chunk>", "c0p0", "c0p1");

      publisher.end();
      player.sees("c0p1", "<end>", "<waiting>");
      assertThat(player.last("end").get("reason").asText()).isEqualTo("publisher closed");

      publisher.begin().chunk(1);
      player.sees("<end>", "<waiting>", "<start>", "init", "<chunk>", "c1p0");
      assertThat(player.story()).doesNotContain("<gap>");
    }
  }

  @Test
  void aWaitingViewerGetsASessionThatEndedBeforeTheEdgeWasNotified() {
    try (TestPlayer player = player("")) {
      player.sees("<hello>", "<waiting>");

      publisher.claim().chunk(3).chunk(2).end();

      player.sees("<end>", "<waiting>");
      assertThat(player.story())
          .containsExactly(
              "<hello>",
              "<waiting>",
              "<start>",
              "init",
              "<chunk>",
              "c0p0",
              "c0p1",
              "c0p2",
              "<chunk>",
              "c1p0",
              "c1p1",
              "<end>",
              "<waiting>");
    }
  }

  @Test
  void joiningAnEndedStreamWaits() {
    publisher.begin().chunk(2);
    publisher.awaitKnown();
    publisher.end();
    await()
        .untilAsserted(
            () -> given().get("/live").then().body("id", not(hasItem(publisher.stream().value()))));

    try (TestPlayer player = player("")) {
      player.sees("<hello>", "<waiting>");
      assertThat(player.story()).containsExactly("<hello>", "<waiting>");
      publisher.begin().chunk(1);
      player.sees("<start>", "init", "c1p0");
    }
  }

  @Test
  void reportsAGapWhenAPublisherDisappearsWithoutAnEnd() {
    publisher.begin().chunk(2);
    publisher.awaitKnown();
    try (TestPlayer player = player("").sees("c0p1")) {
      publisher.begin().chunk(1);
      player.sees("c0p1", "<gap>", "<start>", "init", "<chunk>", "c1p0");
      assertThat(player.last("gap").get("reason").asText()).isEqualTo("publisher-lost");
    }
  }

  @Test
  void reportsAGoneNodeAndContinuesWithTheNextPublisher() {
    publisher.begin().chunk(2);
    publisher.awaitKnown();
    try (TestPlayer player = player("").sees("c0p1")) {
      publisher.vanish();

      player.sees("c0p1", "<end>", "<waiting>");
      assertThat(player.last("end").get("reason").asText()).isEqualTo("node gone");
      given().get("/live").then().body("id", not(hasItem(publisher.stream().value())));

      publisher.begin().chunk(1);
      player.sees("<waiting>", "<gap>", "<start>", "init", "<chunk>", "c1p0");
      assertThat(player.last("gap").get("reason").asText()).isEqualTo("publisher-lost");
    }
  }

  @Test
  void resumesAtTheExactPosition() {
    publisher.begin().chunk(4).chunk(3);
    publisher.awaitKnown();
    String header;
    try (TestPlayer player = player("").sees("c1p2")) {
      header = player.last("chunk").get("position").asText();
    }
    // given a position three records before: the second-last part of the chunk before
    String log = header.substring(0, header.indexOf('.'));
    long offset = Long.parseLong(header.substring(header.indexOf('.') + 1));
    String from = log + "." + (offset - 2);

    try (TestPlayer player = player("?from=" + from)) {
      player.sees("c1p2");
      publisher.parts(1);
      player.sees("c1p3");
      assertThat(player.story())
          .containsExactly(
              "<hello>",
              "<start>",
              "init",
              "<chunk>",
              "<position>",
              "c0p2",
              "c0p3",
              "<chunk>",
              "c1p0",
              "c1p1",
              "c1p2",
              "c1p3");
      assertThat(player.last("position").get("position").asText()).isEqualTo(from);
    }
  }

  @Test
  void seeksIntoThePastAndBackToLive() {
    publisher.begin().chunk(2).chunk(2);
    publisher.awaitKnown();
    try (TestPlayer player = player("").sees("c1p1")) {
      player.say("{\"type\":\"seek\",\"at\":-3000}");
      player.sees("c1p1", "<start>", "init", "<chunk>", "c0p0", "c0p1", "<chunk>", "c1p0", "c1p1");
      player.say("{\"type\":\"pause\"}");
      player.say("{\"type\":\"resume\"}");
      publisher.chunk(1);
      player.sees("c2p0");
      player.say("{\"type\":\"live\"}");
      player.sees("c2p0", "<start>", "init", "<chunk>", "c2p0");
    }
  }

  @Test
  void followsAStreamThatWasDeletedAndPublishedAgain() {
    publisher.begin().chunk(2);
    publisher.awaitKnown();
    try (TestPlayer player = player("").sees("c0p1")) {
      String old = player.last("chunk").get("position").asText();
      publisher.end().delete();
      player.sees("<end>", "<waiting>");

      publisher.withInit("other").begin().chunk(2);
      player.sees("<waiting>", "<start>", "other", "<chunk>", "c0p0", "c0p1");
      assertThat(player.last("chunk").get("position").asText()).isNotEqualTo(old);

      try (TestPlayer late = player("?from=" + old)) {
        late.sees("<hello>", "<gap>", "<start>", "other", "<chunk>", "c0p0");
        assertThat(late.last("gap").get("reason").asText()).isEqualTo("recreated");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"?from=zzzzzzzz.0", "?from=zzzzzzzz.3", "?at=zzzzzzzz.0"})
  void aPositionOfAnotherLogIsReportedAsRecreatedWithoutOtherViewers(String query) {
    publisher.begin().chunk(2);
    publisher.awaitKnown();

    try (TestPlayer player = player(query)) {
      player.sees("<hello>", "<gap>", "<start>", "c0p0");
      assertThat(player.last("gap").get("reason").asText()).isEqualTo("recreated");
    }
  }

  @Test
  void bytesOnlyViewersAreClosedWhenTheInitSegmentChanges() {
    publisher.begin().chunk(2);
    publisher.awaitKnown();
    try (TestPlayer player = player("?text=false").sees("c0p1")) {
      assertThat(player.story()).containsExactly("init", "c0p0", "c0p1");
      publisher.end();
      publisher.withInit("other").begin().chunk(1);
      assertThat(player.closeCode()).isEqualTo((short) 4001);
    }
  }

  @Test
  void aViewerThatStopsReadingSkipsToTheNextChunk() {
    publisher.withPartBytes(200_000).begin().chunk(2);
    publisher.awaitKnown();
    try (TestPlayer player = player("").sees("c0p1")) {
      // given a viewer that reads nothing while far more than its queue is sent
      double before = drops();
      player.stopReading();
      publisher.parts(100).chunk(20);
      await().until(() -> drops() > before);

      // when it reads again and new chunks come
      player.readAgain();
      await()
          .until(
              () -> {
                // The first chunks may arrive before it has read its queue, and overflow it again.
                publisher.chunk(1);
                return player.story().contains("<gap>");
              });

      // then it gets a gap, and continues at a chunk's start
      await()
          .untilAsserted(
              () -> {
                List<String> story = player.story();
                int gap = story.lastIndexOf("<gap>");
                assertThat(story.stream().skip(gap).limit(4))
                    .containsExactly("<gap>", "<start>", "init", "<chunk>");
              });
      assertThat(player.last("gap").get("reason").asText()).isEqualTo("slow");
    }
  }

  private double drops() {
    return MetricsPage.sum("framelog_edge_viewer_queue_dropped_total");
  }

  @Test
  void refusesInvalidMessagesAndContinuesToPlay() {
    publisher.begin().chunk(1);
    publisher.awaitKnown();
    try (TestPlayer player = player("").sees("c0p0")) {
      player.say("{\"type\":\"dance\"}");
      player.sees("<error>");
      assertThat(player.last("error").get("code").asText()).isEqualTo("bad-message");
      player.say("{\"type\":\"seek\",\"at\":\"yesterday\"}");
      player.sees("<error>", "<error>");
      publisher.parts(1);
      player.sees("c0p1");
    }
  }

  @Test
  void anInvalidNameIsReportedOnTheSocket() {
    try (TestPlayer player = new TestPlayer(edge.getPort(), "/live/No%20Stream")) {
      player.sees("<error>");
      assertThat(player.closeCode()).isEqualTo((short) 4004);
    }
    given().get("/live/No%20Stream").then().statusCode(404);
  }

  @Test
  void aPlainRequestGetsUpgradeRequired() {
    given()
        .get("/live/cam1")
        .then()
        .statusCode(426)
        .header("Upgrade", "websocket")
        .body(containsString("/watch/cam1"));
  }

  @Test
  void aBadPositionIsABadRequest() {
    given()
        .header("Upgrade", "websocket")
        .header("Connection", "Upgrade")
        .get("/live/cam1?from=nonsense")
        .then()
        .statusCode(400)
        .body(containsString("expected <log id>.<offset>"));
  }

  @Test
  void isReadyAndCountsItsViewers() {
    await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    // Viewers of other tests may still be disconnecting.
    await().until(() -> MetricsPage.sum("framelog_edge_viewers") == 0);
    try (TestPlayer player = player("")) {
      player.sees("<waiting>");
      assertThat(MetricsPage.sum("framelog_edge_viewers")).isEqualTo(1);
    }
    await().until(() -> MetricsPage.sum("framelog_edge_viewers") == 0);
  }
}
