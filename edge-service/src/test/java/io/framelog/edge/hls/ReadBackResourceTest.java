package io.framelog.edge.hls;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.edge.EdgeBroker;
import io.framelog.edge.MetricsPage;
import io.framelog.edge.TestPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.net.InetSocketAddress;
import java.net.Socket;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One client that requests more than an edge has memory for. */
@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
@TestProfile(ReadBackResourceTest.LittleMemory.class)
class ReadBackResourceTest {
  private static final long MAX = 4 << 20;
  private static final int CHUNKS = 12;
  private static final int ASKED = 300;

  /** No cache, and memory to read back one chunk at a time. */
  public static final class LittleMemory implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "framelog.edge.hls-cache", "64K",
          "framelog.edge.read-back", "4M",
          "framelog.edge.stall-timeout", "1s",
          "framelog.http.idle-per-address", "0");
    }
  }

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TestHTTPResource("/")
  URL edge;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private TestPublisher publisher;

  @BeforeEach
  void publisher() {
    publisher = new TestPublisher(bootstrapServers);
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  @Test
  void aClientThatRequestsTooMuchIsRefusedAndTheLiveStreamContinues() {
    // given 12 chunks of 1.5 MB in the log
    publisher.withPartBytes(60_000).begin();
    IntStream.range(0, CHUNKS + 1).forEach(i -> publisher.chunk(25));
    publisher.awaitKnown();
    await().untilAsserted(() -> assertThat(playlist().uris).hasSize(CHUNKS));
    List<String> chunks = playlist().uris;
    double read = MetricsPage.sum("framelog_edge_hls_chunks_read_total");

    // when 300 parts, each with another duration, and 300 whole chunks are requested at once
    List<CompletableFuture<HttpResponse<byte[]>>> cuts =
        IntStream.range(0, ASKED)
            .mapToObj(
                i ->
                    chunks
                        .get(i % CHUNKS)
                        .replace(".m4s", "." + (i < 150 ? 50 + i : 51 + i) + "-0.m4s"))
            .map(this::ask)
            .toList();
    List<CompletableFuture<HttpResponse<byte[]>>> wholes =
        IntStream.range(0, ASKED).mapToObj(i -> chunks.get(i % CHUNKS)).map(this::ask).toList();
    CompletableFuture<Void> all = CompletableFuture.allOf(wholes.toArray(CompletableFuture[]::new));
    double most = 0;
    do {
      most = Math.max(most, MetricsPage.sum("framelog_edge_read_back_bytes"));
    } while (!all.isDone());

    // then no part of another duration is served, and chunks that do not fit are refused
    assertThat(cuts)
        .allSatisfy(
            cut ->
                assertThat(cut)
                    .succeedsWithin(Duration.ofSeconds(30))
                    .extracting(HttpResponse::statusCode)
                    .isEqualTo(404));
    assertThat(wholes).extracting(whole -> whole.join().statusCode()).containsOnly(200, 503);
    assertThat(wholes.stream().map(CompletableFuture::join).filter(w -> w.statusCode() == 503))
        .allSatisfy(w -> assertThat(w.headers().firstValue("retry-after")).hasValue("1"));
    // a chunk that one request read is not reserved again for other requests
    assertThat(most).isLessThanOrEqualTo(2.0 * MAX);
    assertThat(MetricsPage.sum("framelog_edge_hls_chunks_read_total") - read).isPositive();
    await()
        .untilAsserted(() -> assertThat(MetricsPage.sum("framelog_edge_read_back_bytes")).isZero());

    // and each chunk is served, one after the other, and live parts
    for (String chunk : chunks) {
      given().get(TestPublisher.FOLDER + chunk).then().statusCode(200);
    }
    publisher.chunk(10);
    await()
        .untilAsserted(
            () ->
                given()
                    .get(TestPublisher.FOLDER + playlist().last().parts().get(0).uri())
                    .then()
                    .statusCode(200));
  }

  @Test
  void aClientThatAcceptsNoDataIsDisconnected() throws Exception {
    publisher.withPartBytes(120_000).begin();
    IntStream.range(0, 3).forEach(i -> publisher.chunk(25));
    publisher.awaitKnown();
    await().untilAsserted(() -> assertThat(playlist().uris).hasSize(2));
    double before = MetricsPage.sum("framelog_edge_viewers_given_up_total");

    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress(edge.getHost(), edge.getPort()));
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + TestPublisher.FOLDER
                      + playlist().uris.get(0)
                      + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));

      await()
          .untilAsserted(
              () ->
                  assertThat(MetricsPage.sum("framelog_edge_viewers_given_up_total"))
                      .isGreaterThan(before));
    }
    await()
        .untilAsserted(() -> assertThat(MetricsPage.sum("framelog_edge_read_back_bytes")).isZero());
  }

  @Test
  void anHttp2ResponseWhoseClientAcceptsNoDataIsResetAndItsConnectionStays() throws Exception {
    publisher.withPartBytes(120_000).begin();
    IntStream.range(0, 3).forEach(i -> publisher.chunk(25));
    publisher.awaitKnown();
    await().untilAsserted(() -> assertThat(playlist().uris).hasSize(2));
    double before = MetricsPage.sum("framelog_edge_viewers_given_up_total");
    Vertx vertx = Vertx.vertx();
    try {
      io.vertx.core.http.HttpClient http2 =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setProtocolVersion(HttpVersion.HTTP_2)
                  .setHttp2ClearTextUpgrade(false)
                  .setHttp2ConnectionWindowSize(1 << 20)
                  .setHttp2MaxPoolSize(1));
      CompletableFuture<Throwable> reset = new CompletableFuture<>();

      // when the client does not update the flow control window
      CompletableFuture<HttpConnection> connection =
          send(http2, playlist().uris.get(0))
              .map(
                  response -> {
                    response.pause().exceptionHandler(reset::complete);
                    return response.request().connection();
                  })
              .toCompletionStage()
              .toCompletableFuture();

      // then only that response is reset
      assertThat(reset)
          .succeedsWithin(Duration.ofSeconds(30))
          .isInstanceOf(StreamResetException.class);
      assertThat(MetricsPage.sum("framelog_edge_viewers_given_up_total")).isGreaterThan(before);
      assertThat(
              send(http2, playlist().uris.get(1))
                  .compose(
                      response -> {
                        assertThat(response.request().connection()).isSameAs(connection.join());
                        return response.body();
                      })
                  .toCompletionStage()
                  .toCompletableFuture())
          .succeedsWithin(Duration.ofSeconds(30))
          .satisfies(body -> assertThat(body.length()).isEqualTo(25 * 120_000));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
    await()
        .untilAsserted(() -> assertThat(MetricsPage.sum("framelog_edge_read_back_bytes")).isZero());
  }

  private Future<HttpClientResponse> send(io.vertx.core.http.HttpClient http2, String media) {
    return http2
        .request(HttpMethod.GET, edge.getPort(), "localhost", TestPublisher.FOLDER + media)
        .compose(HttpClientRequest::send);
  }

  private Playlist playlist() {
    return Playlist.readLoosely(
        given()
            .get("/live/" + publisher.stream() + ".m3u8")
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  private CompletableFuture<HttpResponse<byte[]>> ask(String uri) {
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create(edge + TestPublisher.FOLDER.substring(1) + uri)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }
}
