package io.framelog.edge.page;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.framelog.edge.EdgeBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An edge's responses to pages of other websites. */
@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
class ForeignPagesResourceTest {
  private static final String FOREIGN = "https://elsewhere.example";

  @TestHTTPResource("/")
  URL edge;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/live",
        "/live/any",
        "/live/any.mp4",
        "/live/any.jpg",
        "/live/any.mjpeg",
        "/live/any.m3u8",
        "/live/any/c0ffee01.1.m4s",
        "/watch/any",
        "/q/metrics"
      })
  void aForeignPageIsRefused(String path) {
    given()
        .header("Origin", FOREIGN)
        .get(path)
        .then()
        .statusCode(403)
        .header("Access-Control-Allow-Origin", nullValue())
        .body("detail", containsString("may not use this path"));
  }

  @Test
  void aForeignPagesPreflightIsRefused() {
    given()
        .header("Origin", FOREIGN)
        .header("Access-Control-Request-Method", "GET")
        .options("/live/any.mp4")
        .then()
        .statusCode(403);
  }

  @Test
  void aForeignPageCannotOpenAWebSocket() throws IOException {
    Assertions.assertThat(
            ask(
                "GET /live/any HTTP/1.1",
                "Host: localhost",
                "Origin: " + FOREIGN,
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="))
        .startsWith("HTTP/1.1 403")
        .contains("framelog.edge.origins");
  }

  @Test
  void aConfiguredPageIsAllowed() {
    given()
        .header("Origin", EdgeBroker.FRIEND)
        .get("/live")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", EdgeBroker.FRIEND)
        .header("Vary", "Origin")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Content-Security-Policy", "frame-ancestors 'self' " + EdgeBroker.FRIEND);
  }

  @Test
  void aProgramIsAllowed() {
    given()
        .get("/live")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", nullValue())
        .header("Vary", "Origin");
  }

  @ParameterizedTest
  @CsvSource({
    "cross-site, no-cors, 403",
    "same-site, no-cors, 403",
    "cross-site, navigate, 200",
    "same-origin, no-cors, 200",
    "none, navigate, 200"
  })
  void crossSiteSubresourcesAreRefusedByFetchMetadata(String site, String mode, int status) {
    given()
        .header("Sec-Fetch-Site", site)
        .header("Sec-Fetch-Mode", mode)
        .get("/live")
        .then()
        .statusCode(status);
  }

  @Test
  void aChangeRequiresJsonOnEveryPath() {
    given().body("{}").contentType("text/plain").post("/live").then().statusCode(415);
  }

  @Test
  void aRequestWithoutHostIsAnsweredInASentence() throws IOException {
    String answer = ask("GET /live HTTP/1.1");

    Assertions.assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .contains("no valid Host header")
        .doesNotContain("stack", "Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/live?token=%zz", "/live/%zz.mp4", "/live/a.m3u8?%", "/watch/a%4", "/sdk/%g0.js"})
  void anAddressWithAPercentSignThatIsNoEscapeIsAnsweredInASentence(String address)
      throws IOException {
    Assertions.assertThat(ask("GET " + address + " HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 400")
        .contains("The address has a % at character");
    given()
        .get("/q/metrics")
        .then()
        .body(containsString("framelog_http_refused_total{reason=\"malformed\""));
  }

  /** Paths that a proxy passes on if it compares the path as it is sent. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/live/../q/metrics",
        "/live/%2e%2e/q/metrics",
        "/live/x/../../q/health",
        "/./q/health/ready",
        "//q/metrics",
        "/%71/metrics",
        "/%71",
        "http://localhost/live/../q/metrics"
      })
  void healthAndMetricsAreNotReachableByOtherPaths(String address) throws IOException {
    Assertions.assertThat(ask("GET " + address + " HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 400")
        .contains("The path leads to /q, /api or /dashboard");
  }

  @Test
  void refusalsAreCounted() {
    given().header("Origin", FOREIGN).get("/live").then().statusCode(403);
    given()
        .get("/q/metrics")
        .then()
        .body(containsString("framelog_http_refused_total{reason=\"origin\""))
        .body(not(containsString(FOREIGN)));
  }

  @Test
  void theSdkIsForPagesOfAnyOrigin() {
    given()
        .header("Origin", FOREIGN)
        .get("/sdk/index.js")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", equalTo("*"))
        .header("Cross-Origin-Resource-Policy", "cross-origin");
  }

  private String ask(String... lines) throws IOException {
    try (Socket socket = new Socket("localhost", edge.getPort())) {
      socket.setSoTimeout(10_000);
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      if (request.contains("Upgrade")) {
        request = request.replace("\r\nConnection: close", "");
      }
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] head = new byte[8192];
      StringBuilder answer = new StringBuilder();
      for (int n = socket.getInputStream().read(head);
          n > 0;
          n = socket.getInputStream().read(head)) {
        answer.append(new String(head, 0, n, StandardCharsets.UTF_8));
        if (answer.toString().contains("}")) {
          break;
        }
      }
      return answer.toString();
    }
  }
}
