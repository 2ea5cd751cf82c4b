package io.framelog.edge.hls;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.framelog.edge.EdgeBroker;
import io.framelog.edge.MetricsPage;
import io.framelog.edge.TestPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
@TestProfile(HlsRouteResourceTest.ShortGrace.class)
class HlsRouteResourceTest {
  /** A short grace time for publishers that disconnect. */
  public static final class ShortGrace implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("framelog.log.drop-grace", "PT3S", "framelog.edge.hls-cache", "64K");
    }
  }

  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TestHTTPResource("/")
  URL edge;

  private final HttpClient client = HttpClient.newHttpClient();
  private TestPublisher publisher;

  @BeforeEach
  void publisher() {
    publisher = new TestPublisher(bootstrapServers);
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  private String path(String query) {
    return "/live/" + publisher.stream() + ".m3u8" + query;
  }

  private Playlist playlist() {
    return Playlist.readLoosely(given().get(path("")).then().statusCode(200).extract().asString());
  }

  private CompletableFuture<HttpResponse<String>> ask(String pathAndQuery) {
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create(edge + pathAndQuery.substring(1))).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** On a connection of its own; one of HTTP/2 has at most 100 requests at a time. */
  private CompletableFuture<HttpResponse<String>> askAlone(String pathAndQuery) {
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create(edge + pathAndQuery.substring(1)))
            .version(HttpClient.Version.HTTP_1_1)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static Response media(String uri) {
    return given().get(TestPublisher.FOLDER + uri);
  }

  @Test
  void servesARangeOfASegmentAndNotModified() {
    publisher.begin().chunk(12).chunk(5);
    publisher.awaitKnown();
    String segment = TestPublisher.FOLDER + playlist().uris.get(0);
    String whole = given().get(segment).asString();
    String name = segment.substring(segment.lastIndexOf('/') + 1);
    String etag = '"' + name + '"';

    given()
        .header("Range", "bytes=5-9")
        .get(segment)
        .then()
        .statusCode(206)
        .header("Content-Range", "bytes 5-9/" + whole.length())
        .header("Content-Length", "5")
        .header("ETag", etag)
        .header("Accept-Ranges", "bytes")
        .body(equalTo(whole.substring(5, 10)));
    given()
        .header("Range", "bytes=5-9")
        .header("If-Range", "\"another\"")
        .get(segment)
        .then()
        .statusCode(200)
        .body(equalTo(whole));
    for (String first : List.of(String.valueOf(whole.length()), "99999999999999999999")) {
      given()
          .header("Range", "bytes=" + first + "-")
          .get(segment)
          .then()
          .statusCode(416)
          .header("Content-Range", "bytes */" + whole.length());
    }
    given()
        .header("If-None-Match", etag)
        .get(segment)
        .then()
        .statusCode(304)
        .header("ETag", etag)
        .header("Cache-Control", FOR_EVER);
    given().header("If-None-Match", "\"another\"").get(segment).then().statusCode(200);
  }

  @Test
  void compressesAPlaylistForClientsThatAcceptIt() throws Exception {
    publisher.begin().chunk(12).chunk(5);
    publisher.awaitKnown();
    String plain = given().get(path("")).asString();

    HttpResponse<byte[]> gzip = compressed("br, gzip;q=0.8");
    assertThat(gzip.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(gzip.headers().allValues("vary")).contains("accept-encoding");
    try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(gzip.body()))) {
      assertThat(new String(text.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo(plain);
    }
    assertThat(gzip.body().length).isLessThan(plain.length() / 2);
    HttpResponse<byte[]> refused = compressed("gzip;q=0, deflate");
    assertThat(refused.headers().firstValue("content-encoding")).isEmpty();
    assertThat(refused.headers().allValues("vary")).contains("accept-encoding");
    assertThat(refused.body()).asString().isEqualTo(plain);
  }

  private HttpResponse<byte[]> compressed(String accepted) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(edge + path("").substring(1)))
            .header("Accept-Encoding", accepted)
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void servesWhatThePlaylistLists() {
    publisher.begin().chunk(12).chunk(5);
    publisher.awaitKnown();

    Response answer = given().get(path(""));
    answer
        .then()
        .statusCode(200)
        .contentType("application/vnd.apple.mpegurl")
        .header("Cache-Control", "no-cache");
    Playlist playlist = Playlist.readLoosely(answer.asString());

    // the chunk, its parts and the init segment have the bytes of the log
    assertThat(playlist.segments).extracting(s -> s.parts().size()).containsExactly(3, 1);
    String whole = String.join("", IntStream.range(0, 12).mapToObj(i -> name(0, i)).toList());
    media(playlist.uris.get(0))
        .then()
        .statusCode(200)
        .contentType("video/mp4")
        .header("Cache-Control", FOR_EVER);
    assertThat(media(playlist.uris.get(0)).asString()).isEqualTo(whole);
    assertThat(
            String.join(
                "",
                playlist.segments.get(0).parts().stream()
                    .map(p -> media(p.uri()).asString())
                    .toList()))
        .isEqualTo(whole);
    assertThat(media(playlist.segments.get(0).map()).asString()).isEqualTo("init");
    assertThat(media(playlist.last().parts().get(0).uri()).asString()).startsWith(name(1, 0));
    given()
        .head(TestPublisher.FOLDER + playlist.uris.get(0))
        .then()
        .statusCode(200)
        .header("Content-Length", String.valueOf(whole.length()));
  }

  private static String name(long chunk, int part) {
    return TestPublisher.name(chunk, part);
  }

  @Test
  void holdsAReloadUntilItsPartArrives() throws Exception {
    publisher.begin().chunk(5);
    publisher.awaitKnown();
    assertThat(playlist().last().parts()).hasSize(1);

    CompletableFuture<HttpResponse<String>> part = ask(path("?_HLS_msn=0&_HLS_part=1"));
    CompletableFuture<HttpResponse<String>> next = ask(path("?_HLS_msn=1&_HLS_part=0"));
    CompletableFuture<HttpResponse<String>> hint = ask(TestPublisher.FOLDER + playlist().hint);
    await().until(() -> waiting() >= 3);
    assertThat(part).isNotDone();

    publisher.parts(5);
    HttpResponse<String> answer = part.get(10, java.util.concurrent.TimeUnit.SECONDS);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control"))
        .hasValue("public, max-age=0, s-maxage=1");
    assertThat(Playlist.readLoosely(answer.body()).last().parts()).hasSize(2);
    assertThat(hint.get(10, java.util.concurrent.TimeUnit.SECONDS).body()).startsWith(name(0, 5));
    assertThat(next).isNotDone();

    publisher.chunk(5);
    assertThat(
            Playlist.readLoosely(next.get(10, java.util.concurrent.TimeUnit.SECONDS).body())
                .last()
                .number())
        .isEqualTo(1);
  }

  @Test
  void aPlayerThatLoadsThePlaylistAsAFileWaitsForThreeSegmentsOfANewSession() {
    publisher.withTargetDuration().begin().chunk(5).chunk(5).chunk(5);
    publisher.awaitKnown();
    double before = waiting();

    CompletableFuture<HttpResponse<String>> file = askAsFile();
    await().until(() -> waiting() > before);
    assertThat(playlist().segments).hasSize(3);
    assertThat(file).isNotDone();

    publisher.chunk(5);
    assertThat(file)
        .succeedsWithin(Duration.ofSeconds(10))
        .extracting(answer -> Playlist.readLoosely(answer.body()).segments)
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        // the header of the fourth chunk may be there before its first part
        .hasSizeBetween(3, 4);

    // a session that continues the playlist of another
    publisher.begin().chunk(5);
    await().untilAsserted(() -> assertThat(playlist().segments).hasSize(5));
    assertThat(askAsFile()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void aPlayerThatLoadsThePlaylistAsAFileGetsAShortStreamAtItsEnd() {
    publisher.withTargetDuration().begin().chunk(5);
    publisher.awaitKnown();
    CompletableFuture<HttpResponse<String>> file = askAsFile();

    publisher.end();

    assertThat(file)
        .succeedsWithin(Duration.ofSeconds(10))
        .extracting(HttpResponse::body)
        .asString()
        .endsWith("#EXT-X-ENDLIST\n");
  }

  private CompletableFuture<HttpResponse<String>> askAsFile() {
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create(edge + path("").substring(1)))
            .header("Range", "bytes=0-")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static double waiting() {
    return MetricsPage.sum("framelog_edge_hls_waiting");
  }

  @Test
  void rendersAPlaylistOnceForAllWaitingRequests() {
    publisher.begin().chunk(5);
    publisher.awaitKnown();
    playlist();
    double rendered = MetricsPage.sum("framelog_edge_hls_rendered_total");

    List<CompletableFuture<HttpResponse<String>>> players =
        IntStream.range(0, 200).mapToObj(i -> askAlone(path("?_HLS_msn=0&_HLS_part=1"))).toList();
    await().until(() -> waiting() >= 200);
    publisher.parts(5);

    assertThat(players)
        .allSatisfy(
            player ->
                assertThat(player)
                    .succeedsWithin(Duration.ofSeconds(20))
                    .extracting(HttpResponse::statusCode)
                    .isEqualTo(200));
    assertThat(MetricsPage.sum("framelog_edge_hls_rendered_total") - rendered).isEqualTo(1);
  }

  @Test
  void refusesRequestsTooFarAhead() {
    publisher.begin().chunk(5);
    publisher.awaitKnown();
    Playlist playlist = playlist();

    for (String query :
        List.of("?_HLS_msn=3", "?_HLS_msn=0&_HLS_part=99", "?_HLS_part=1", "?_HLS_msn=x")) {
      given().get(path(query)).then().statusCode(400);
    }
    String media = playlist.last().parts().get(0).uri();
    media(media.replace("200-0", "200-99")).then().statusCode(404);
    media(media.replace("200-0", "5-0")).then().statusCode(404);
    media(media.replace("200-0", "400-0"))
        .then()
        .statusCode(404)
        .body(containsString("Parts are cut every 200 ms here, not every 400 ms"));
    media(media.replaceFirst("/[^.]*\\.", "/other-id.")).then().statusCode(404);
    given().get("/live/" + publisher.stream() + "/nonsense.m4s").then().statusCode(404);
    given().get("/live/nobody-publishes-this.m3u8").then().statusCode(404);
    given().get("/live/Not%20A%20Stream.m3u8").then().statusCode(404);
  }

  @Test
  void tellsAnEarlyRequestThatTheChunkEndedBeforeItsPart() throws Exception {
    publisher.begin().chunk(5);
    publisher.awaitKnown();
    CompletableFuture<HttpResponse<String>> hint = ask(TestPublisher.FOLDER + playlist().hint);
    await().until(() -> waiting() >= 1);

    publisher.chunk(1);

    assertThat(hint.get(10, java.util.concurrent.TimeUnit.SECONDS).statusCode()).isEqualTo(404);
  }

  @Test
  void readsAnUncachedChunkOnceForAllRequests() {
    // chunks of 5 KB; the cache has room for 12
    publisher.withPartBytes(100).begin();
    IntStream.range(0, 30).forEach(i -> publisher.chunk(50));
    publisher.awaitKnown();
    Playlist before = playlist();
    String old = before.uris.get(0);
    IntStream.range(0, 60).forEach(i -> publisher.chunk(50));
    // wait for the last one, because later chunks would evict the one that is read back
    await().untilAsserted(() -> assertThat(playlist().last().number()).isEqualTo(89));
    assertThat(playlist().uris).doesNotContain(old);

    String part = old.replace(".m4s", ".200-1.m4s");
    double read = MetricsPage.sum("framelog_edge_hls_chunks_read_total");
    List<CompletableFuture<HttpResponse<String>>> players =
        IntStream.range(0, 20).mapToObj(i -> ask(TestPublisher.FOLDER + part)).toList();

    assertThat(players)
        .allSatisfy(
            player ->
                assertThat(player)
                    .succeedsWithin(Duration.ofSeconds(20))
                    .extracting(HttpResponse::body)
                    .asString()
                    .startsWith(name(0, 5))
                    .contains(name(0, 6)));
    assertThat(MetricsPage.sum("framelog_edge_hls_chunks_read_total") - read).isEqualTo(1);
  }

  @Test
  void continuesWhenThePublisherReturnsAndEndsWhenItLeaves() {
    publisher.begin().chunk(5).withInit("other").begin().chunk(5);
    publisher.awaitKnown();

    await().untilAsserted(() -> assertThat(playlist().segments).hasSize(2));
    Playlist playlist = playlist();
    assertThat(playlist.text).containsOnlyOnce("#EXT-X-DISCONTINUITY\n");
    assertThat(media(playlist.last().map()).asString()).isEqualTo("other");

    // a request for the next part waits as long as the publisher may return
    CompletableFuture<HttpResponse<String>> next = ask(path("?_HLS_msn=2&_HLS_part=0"));
    publisher.end();
    await()
        .untilAsserted(
            () -> {
              Playlist away = playlist();
              assertThat(away.hint).isEmpty();
              assertThat(away.over).isFalse();
            });
    publisher.begin().chunk(5);
    assertThat(next).succeedsWithin(Duration.ofSeconds(10)).satisfies(HlsRouteResourceTest::goesOn);

    // and gets a response when the grace time is over
    CompletableFuture<HttpResponse<String>> last = ask(path("?_HLS_msn=3&_HLS_part=0"));
    publisher.end();
    assertThat(last)
        .succeedsWithin(Duration.ofSeconds(10))
        .extracting(HttpResponse::body)
        .asString()
        .endsWith("#EXT-X-ENDLIST\n");
    given().get(path("?_HLS_msn=3")).then().statusCode(200).header("Cache-Control", "no-cache");

    // a later return is visible to new requests
    publisher.begin().chunk(5);
    await().untilAsserted(() -> assertThat(playlist().over).isFalse());
  }

  @Test
  void skipsOldSegmentsOnRequestUntilThePlaylistEnds() {
    publisher.begin();
    for (int i = 0; i < 45; i++) {
      publisher.chunk(25);
    }
    publisher.awaitKnown();
    await()
        .untilAsserted(
            () ->
                assertThat(given().get(path("?_HLS_skip=YES")).asString())
                    .contains("#EXT-X-SKIP:SKIPPED-SEGMENTS="));

    publisher.end();
    await().untilAsserted(() -> assertThat(playlist().over).isTrue());
    assertThat(given().get(path("?_HLS_skip=YES")).asString())
        .isEqualTo(given().get(path("")).asString());
  }

  private static void goesOn(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("#EXT-X-ENDLIST");
  }

  @Test
  void advisesWhatToChangeAtTheEncoder() {
    publisher.begin().chunk(200);
    publisher.awaitKnown();

    given()
        .get(path(""))
        .then()
        .statusCode(406)
        .body(containsString("-g"))
        .body(containsString("/watch/" + publisher.stream()));
  }

  @Test
  void namesTheRightUrlForImages() {
    publisher.withImages().begin().chunk(1).chunk(1);
    publisher.awaitKnown();

    given()
        .get(path(""))
        .then()
        .statusCode(406)
        .body(containsString("/live/" + publisher.stream() + ".mjpeg"));
  }

  @Test
  void letsAnAllowedPageSendItsHeaders() {
    for (String path : List.of("/live/any.m3u8", "/live/any/c0ffee01.1.m4s")) {
      given()
          .header("Origin", EdgeBroker.FRIEND)
          .header("Access-Control-Request-Method", "GET")
          .options(path)
          .then()
          .statusCode(204)
          .header("Access-Control-Allow-Origin", EdgeBroker.FRIEND)
          .header("Access-Control-Allow-Methods", containsString("GET, HEAD, OPTIONS"));
    }
  }
}
