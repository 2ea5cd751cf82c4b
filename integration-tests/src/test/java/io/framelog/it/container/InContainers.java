package io.framelog.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.PlayedVideo;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Nonsense;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.NothingLost;
import io.framelog.it.watch.ResumingViewer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests Kafka and the services in containers, from {@code up} to {@code stop}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InContainers {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int A_SECOND = 25;
  private static final int PUBLISH = 9090;
  private static final String EDGE_1 = "localhost:8081";
  private static final String EDGE_2 = "localhost:8082";
  private static final String CONTROL = "localhost:8084";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Compose compose = Compose.up();

  @BeforeAll
  void awaitHealth() {
    Awaitility.await("all containers are healthy")
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () ->
                assertThat(compose.states())
                    .hasSize(5)
                    .allMatch(state -> state.health().equals("healthy")));
  }

  @AfterAll
  void down() {
    compose.close();
  }

  private static RunningProcess publish(Recipe recipe, String stream) {
    return Ffmpeg.start(recipe.live(stream, "tcp://localhost:" + PUBLISH));
  }

  private static ResumingViewer watch(String stream, String... edges) {
    return new ResumingViewer(
        Stream.of(edges).map(edge -> URI.create("ws://" + edge + "/live/" + stream)).toList());
  }

  private static void assertStatus(int status, URI uri) {
    Awaitility.await(uri + " answers " + status)
        .atMost(PATIENCE)
        .until(() -> send(HttpRequest.newBuilder(uri)).statusCode() == status);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(
        request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  @Order(1)
  void fragmentedMp4IsWatchedFromBothEdgesAtOnce() {
    assertWatchedFromBothEdges(Recipe.H264_AAC_B_FRAMES, "mp4");
  }

  @Test
  @Order(2)
  void mpegTsIsWatchedFromBothEdgesAtOnce() {
    // A media worker demuxes it, with native libraries in a read-only file system.
    assertWatchedFromBothEdges(Recipe.TS_H264_AAC, "ts");
  }

  private static void assertWatchedFromBothEdges(Recipe recipe, String stream) {
    try (RunningProcess publisher = publish(recipe, stream);
        ResumingViewer first = watch(stream, EDGE_1);
        ResumingViewer second = watch(stream, EDGE_2);
        Chromium chromium = Chromium.launch()) {
      first.awaitMore(2 * A_SECOND, PATIENCE);
      second.awaitMore(2 * A_SECOND, PATIENCE);

      for (String edge : List.of(EDGE_1, EDGE_2)) {
        // a browser, plain HTTP into a decoder, a poster
        new PlayedVideo(chromium.open("http://" + edge + "/watch/" + stream))
            .awaitPlaying()
            .awaitAdvance(2);
        URI live = URI.create("http://" + edge + "/live/" + stream);
        Ffmpeg.run(PATIENCE, List.of("-xerror", "-i", live + ".mp4", "-t", "2", "-f", "null", "-"));
        assertStatus(200, URI.create(live + ".jpg"));
      }
      assertThat(publisher.isAlive()).isTrue();
      NothingLost.among(List.of(first, second));
    }
  }

  @Test
  @Order(3)
  void aCaptureRuns() throws Exception {
    // when
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create("http://" + CONTROL + "/api/captures"))
                .header("content-type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        """
                        {"name": "pattern", "video": "lavfi:testsrc2=size=320x240:rate=25",
                         "audio": "lavfi:sine=frequency=440"}\
                        """)));

    // then
    assertThat(answer.body()).contains("\"state\":\"capturing\"");
    assertStatus(200, URI.create("http://" + EDGE_1 + "/live/pattern.jpg"));
  }

  @ParameterizedTest
  @EnumSource(Nonsense.class)
  @Order(4)
  void invalidInputIsRefused(Nonsense nonsense) throws Exception {
    assertThat(nonsense.sendTo(PUBLISH).closedByServer()).isTrue();
  }

  @Test
  @Order(5)
  void anEdgeIsStoppedWhileViewersWatchAndNothingIsLost() {
    try (RunningProcess publisher = publish(Recipe.H264_AAC_B_FRAMES, "moved");
        ResumingViewer moved = watch("moved", EDGE_1, EDGE_2);
        ResumingViewer stayed = watch("moved", EDGE_2)) {
      // given
      moved.awaitMore(A_SECOND, PATIENCE);
      stayed.awaitMore(A_SECOND, PATIENCE);

      // when
      compose.run("stop", "edge-1");
      moved.awaitMore(2 * A_SECOND, PATIENCE);

      // then it stopped by itself in time, and its viewer has moved to the other edge
      assertThat(compose.state("edge-1").exitCode()).isEqualTo(143);
      assertThat(String.join("\n", compose.run("logs", "--no-color", "edge-1")))
          .contains("viewers were moved count=1 left=0");
      assertThat(moved.edges()).hasSize(2);
      assertThat(stayed.edges()).hasSize(1);
      assertThat(publisher.isAlive()).isTrue();
      NothingLost.among(List.of(moved, stayed));
    } finally {
      compose.run("start", "edge-1");
    }
    awaitHealth();
  }

  @Test
  @Order(6)
  void kafkaIsRestartedAndContinuesWithItsData() {
    try (RunningProcess publisher = publish(Recipe.H264_AAC_B_FRAMES, "outage");
        ResumingViewer first = watch("outage", EDGE_1);
        ResumingViewer second = watch("outage", EDGE_2)) {
      // given
      first.awaitMore(A_SECOND, PATIENCE);
      second.awaitMore(A_SECOND, PATIENCE);

      // when
      compose.run("restart", "kafka");
      first.awaitMore(2 * A_SECOND, PATIENCE);
      second.awaitMore(2 * A_SECOND, PATIENCE);

      // then
      assertThat(publisher.isAlive()).isTrue();
      NothingLost.among(List.of(first, second));
    }
    awaitHealth();
  }

  @Test
  @Order(7)
  void allContainersStopInTimeAndNoneRanOutOfMemory() {
    // when
    long start = System.nanoTime();
    compose.run("stop");

    // then no exit code is 137, that of a killed container
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(compose.states())
        .hasSize(5)
        .allMatch(state -> state.exitCode() == 143 && !state.outOfMemory());
  }
}
