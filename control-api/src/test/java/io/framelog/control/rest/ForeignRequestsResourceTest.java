package io.framelog.control.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that a page of another website makes its visitor's browser send. */
@QuarkusTest
@QuarkusTestResource(Broker.class)
class ForeignRequestsResourceTest {
  private static final String FOREIGN = "https://evil.example";

  @TestHTTPResource("/")
  URL control;

  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Type: text/plain", "Content-Type: application/jsonp"})
  void aChangeRequiresJson(String type) throws IOException {
    String body = "{\"name\":\"spy\",\"video\":\"x11grab::0\"}";
    assertThat(
            ask(
                "POST /api/captures HTTP/1.1",
                "Host: localhost",
                "Content-Length: " + body.length(),
                type.isEmpty() ? "X-None: 1" : type,
                "",
                body))
        .startsWith("HTTP/1.1 415")
        .contains("The Content-Type is not application/json");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/captures",
    "PUT, /api/streams/cam1/settings",
    "DELETE, /api/streams/cam1",
    "DELETE, /api/captures/node/name",
    "GET, /api/streams",
    "GET, /api/events",
    "GET, /dashboard/",
    "GET, /q/openapi",
  })
  void aForeignPageIsRefused(String method, String path) {
    given()
        .header("Origin", FOREIGN)
        .contentType(ContentType.JSON)
        .request(method, path)
        .then()
        .statusCode(403)
        .contentType("application/problem+json")
        .body("detail", containsString("framelog.control.origins"))
        .header("Access-Control-Allow-Origin", nullValue());
  }

  @Test
  void aForeignPageIsRefusedByFetchMetadataToo() {
    given()
        .header("Sec-Fetch-Site", "cross-site")
        .delete("/api/streams/cam1")
        .then()
        .statusCode(403);
    given()
        .header("Sec-Fetch-Site", "cross-site")
        .header("Sec-Fetch-Mode", "navigate")
        .contentType(ContentType.JSON)
        .post("/api/captures")
        .then()
        .statusCode(403);
  }

  @Test
  void itsOwnPagesAndProgramsAreAnswered() {
    String own = "http://localhost:" + control.getPort();
    given().baseUri(own).header("Origin", own).delete("/api/streams/none").then().statusCode(404);
    given().delete("/api/streams/none").then().statusCode(404);
    given()
        .contentType("application/json; charset=utf-8")
        .body("{\"exclusive\": true}")
        .put("/api/streams/own-pages/settings")
        .then()
        .statusCode(200)
        .body("settings.exclusive", equalTo(true));
  }

  @Test
  void aForeignHostNameIsMisdirected() throws IOException {
    assertThat(ask("GET /api/streams HTTP/1.1", "Host: evil.example:" + control.getPort()))
        .startsWith("HTTP/1.1 421")
        .contains("framelog.hosts");
    assertThat(ask("GET /api/streams HTTP/1.1", "Host: 127.0.0.1")).startsWith("HTTP/1.1 200");
    assertThat(ask("GET /q/health/live HTTP/1.1", "Host: 10.1.2.3:8080"))
        .startsWith("HTTP/1.1 200");
    assertThat(ask("GET /q/health/live HTTP/1.0")).startsWith("HTTP/1.0 200");
    assertThat(ask("GET /q/metrics HTTP/1.1", "Host: evil.example")).startsWith("HTTP/1.1 421");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Host: a\r\nHost: b", "Host: a b", "Host: "})
  void withoutOneValidHostTheAnswerHasNoStackTrace(String host) throws IOException {
    String answer =
        host.isEmpty()
            ? ask("GET /api/streams HTTP/1.1")
            : ask("GET /api/streams HTTP/1.1", host.split("\r\n", -1));
    assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("stack", "Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/%zz", "/api/streams?key=%zz", "/dashboard?%", "/api/streams/%4"})
  void anInvalidPercentEscapeIsAnsweredWithAMessage(String address) throws IOException {
    assertThat(ask("GET " + address + " HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 400")
        .contains("The address has a % at character")
        .doesNotContain("stack", "Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dashboard/../q/openapi",
        "/live/../api/streams",
        "//api/streams",
        "/%61pi/streams",
        "/live/../dashboard/",
        "/%71/metrics",
        "/api;a=b/streams",
        "/api;/streams",
        "/;a/api/streams",
        "/q;a=b/openapi"
      })
  void disguisedPathsForOperatorsAreRefused(String address) throws IOException {
    assertThat(ask("GET " + address + " HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 400")
        .contains("The path leads to /q, /api or /dashboard");
  }

  @Test
  void aBodyThatIsTooLongIsRefusedWithoutATrace() {
    given()
        .contentType(ContentType.JSON)
        .body("{\"exclusive\": \"" + "x".repeat(100_000) + "\"}")
        .put("/api/streams/cam1/settings")
        .then()
        .statusCode(413);
  }

  private String ask(String first, String... lines) throws IOException {
    StringBuilder request = new StringBuilder(first).append("\r\nConnection: close");
    for (String line : lines) {
      request.append("\r\n").append(line);
    }
    if (!String.join("\r\n", lines).contains("\r\n\r\n")) {
      request.append("\r\n\r\n");
    }
    try (Socket socket = new Socket("localhost", control.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
