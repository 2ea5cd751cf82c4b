package io.framelog.edge.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.framelog.edge.EdgeBroker;
import io.framelog.edge.MetricsPage;
import io.framelog.edge.TestPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URL;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
class MjpegRouteResourceTest {
  private static final int IMAGE_BYTES = 200_000;
  private static final int IMAGES = 70;

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

  private String path() {
    return "/live/" + publisher.stream() + ".mjpeg";
  }

  private Socket ask() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.getPort());
    socket.setSoTimeout(20_000);
    socket
        .getOutputStream()
        .write(("GET " + path() + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(US_ASCII));
    return socket;
  }

  /** Reads until a text arrives. */
  private static String until(Socket socket, String wanted) throws IOException {
    StringBuilder read = new StringBuilder();
    byte[] bytes = new byte[65_536];
    while (read.indexOf(wanted) < 0) {
      int count = socket.getInputStream().read(bytes);
      assertThat(count).as("%s after %s", wanted, read).isPositive();
      read.append(new String(bytes, 0, count, US_ASCII));
    }
    return read.toString();
  }

  @Test
  void sendsTheNewestImageAndThenEachFollowedByABoundary() throws IOException {
    publisher.withImages().begin().chunk(1).chunk(1);
    publisher.awaitKnown();

    try (Socket reader = ask()) {
      String first = until(reader, "c1p0;");
      publisher.chunk(1);
      String second = until(reader, "c2p0;");

      assertThat(first.toLowerCase(Locale.ROOT))
          .contains("200 ok", "content-type: multipart/x-mixed-replace; boundary=framelog")
          .contains("cache-control: no-store");
      assertThat(first + second)
          .doesNotContain("c0p0;")
          .containsSubsequence(
              "--framelog\r\n",
              "Content-Type: image/jpeg\r\nContent-Length: 5\r\n\r\nc1p0;",
              "\r\n--framelog\r\n",
              "Content-Type: image/jpeg\r\nContent-Length: 5\r\n\r\nc2p0;");
    }
  }

  @Test
  void skipsImagesForASlowClient() throws IOException {
    publisher.withImages().withPartBytes(IMAGE_BYTES).begin().chunk(1);
    publisher.awaitKnown();
    double before = dropped();

    try (Socket slow = ask()) {
      until(slow, "c0p0;");
      // given a client that reads nothing while 14 MB of images are sent, less than a loop's queue
      for (int i = 1; i < IMAGES; i++) {
        publisher.chunk(1);
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(dropped() - before).isGreaterThan(10));

      // when it reads again, then it gets the newest one
      String rest = until(slow, "c" + (IMAGES - 1) + "p0;");
      assertThat(rest.split("Content-Type: image/jpeg", -1).length).isLessThan(IMAGES - 10);
    }
  }

  private static double dropped() {
    return MetricsPage.sum("framelog_edge_viewer_queue_dropped_total");
  }

  @Test
  void namesTheRightPageForAStreamThatIsNoImages() {
    publisher.begin().chunk(1);
    publisher.awaitKnown();

    given().get(path()).then().statusCode(406).body(containsString("/watch/" + publisher.stream()));
    given().head(path()).then().statusCode(406);
  }

  @Test
  void headIsAnsweredWithoutAnImage() {
    publisher.withImages().begin().chunk(1);
    publisher.awaitKnown();

    given()
        .head(path())
        .then()
        .statusCode(200)
        .header("Content-Type", "multipart/x-mixed-replace; boundary=framelog")
        .header("Cache-Control", "no-store");
    given().head("/live/nobody-publishes-this.mjpeg").then().statusCode(404);
  }

  @Test
  void isNotFoundWhenNobodyPublishes() {
    given().get("/live/nobody-publishes-this.mjpeg").then().statusCode(404);
    given().get("/live/Not%20A%20Stream.mjpeg").then().statusCode(404);
  }
}
