package io.framelog.edge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.edge.EdgeBroker;
import io.framelog.edge.MetricsPage;
import io.framelog.edge.TestPlayer;
import io.framelog.edge.TestPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections without requests. */
@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
@TestProfile(IdleConnectionsResourceTest.ShortTimeouts.class)
class IdleConnectionsResourceTest {
  private static final int CONNECTIONS = 1000;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TestHTTPResource("/")
  URL edge;

  private final List<Socket> sockets = new ArrayList<>();

  public static class ShortTimeouts implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "framelog.http.request-timeout", "3s",
          "framelog.http.keep-alive", "1s",
          "framelog.http.idle-per-address", "400");
    }
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.connect(new InetSocketAddress("localhost", edge.getPort()), 10_000);
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static double closed(String reason) {
    return MetricsPage.sum("framelog_http_connections_closed_total", "reason=\"" + reason + "\"");
  }

  @Test
  void aThousandIdleConnectionsAreClosedAndAViewerIsServedMeanwhile() throws Exception {
    double before = closed("idle-per-address") + closed("no-request");
    try (TestPublisher publisher = new TestPublisher(bootstrapServers)) {
      publisher.begin().chunk(2);
      publisher.awaitKnown();
      for (int i = 0; i < CONNECTIONS; i++) {
        connect();
      }

      try (TestPlayer viewer = new TestPlayer(edge.getPort(), "/live/" + publisher.stream())) {
        viewer.sees("c0p0", "c0p1");
        for (Socket socket : sockets) {
          assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        // Those above the limit per address are closed at once, the others after the time-out.
        assertThat(closed("idle-per-address") + closed("no-request") - before)
            .isGreaterThanOrEqualTo(CONNECTIONS);
        assertThat(MetricsPage.sum("framelog_http_idle_connections")).isLessThan(10);
        // The viewer's connection is not idle, even if little is sent on it.
        publisher.chunk(2);
        viewer.sees("c1p0", "c1p1");
      }
    }
  }

  @Test
  void aRequestThatArrivesByteByByteGetsNoMoreTime() throws Exception {
    double before = closed("no-request");
    Socket slow = connect();
    slow.setSoTimeout(100);
    byte[] header =
        "GET /live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII);
    slow.getOutputStream().write(header);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              try {
                slow.getOutputStream().write('x');
                return slow.getInputStream().read() < 0;
              } catch (SocketTimeoutException e) {
                return false;
              } catch (IOException e) {
                return true;
              }
            });
    assertThat(closed("no-request") - before).isPositive();
  }

  @Test
  void anHttp2ConnectionHasABoundedNumberOfStreams() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      HttpClientRequest request =
          vertx
              .createHttpClient(
                  new HttpClientOptions()
                      .setProtocolVersion(HttpVersion.HTTP_2)
                      .setHttp2ClearTextUpgrade(false))
              .request(HttpMethod.GET, edge.getPort(), "localhost", "/live")
              .toCompletionStage()
              .toCompletableFuture()
              .get(20, TimeUnit.SECONDS);

      await()
          .untilAsserted(
              () ->
                  assertThat(request.connection().remoteSettings().getMaxConcurrentStreams())
                      .isEqualTo(100));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void aConnectionIsKeptForItsNextRequestAndThenClosed() throws Exception {
    Socket kept = connect();
    for (int i = 0; i < 2; i++) {
      kept.getOutputStream()
          .write(
              "HEAD /live/none.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("\r\n\r\n") < 0) {
        answer.append((char) kept.getInputStream().read());
      }
      assertThat(answer.toString()).startsWith("HTTP/1.1 404");
    }

    assertThat(kept.getInputStream().read()).isEqualTo(-1);
    assertThat(closed("keep-alive")).isPositive();
  }
}
