package io.framelog.edge.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.framelog.edge.EdgeBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
class PageRoutesResourceTest {
  @ParameterizedTest
  @CsvSource({
    "/, ./",
    "/watch/cam1, ../",
    "/watch/cam1/, ../../",
    "/mirror/cam1, ../",
    "/watch/site-a/Door_2, ../../",
    "/mirror/a/b/c/D/, ../../../../../"
  })
  void pagesAreHtmlThatIsRevalidatedAndRefersToTheServersRoot(String path, String root) {
    given()
        .get(path)
        .then()
        .statusCode(200)
        .contentType(startsWith("text/html"))
        .header("Cache-Control", "no-cache")
        .body(containsString("<base href=\"" + root + "\" />"))
        .body(containsString("\"sdk/"))
        .body(not(containsString("=\"/")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/watch/cam1",
        "/mirror/a/b",
        "/watch",
        "/mirror",
        "/live",
        "/live/cam1",
        "/live/No Stream",
        "/watch/No Stream"
      })
  void headIsAnsweredAsGetWithoutTheContent(String path) {
    Response get = given().redirects().follow(false).get(path);
    Response head = given().redirects().follow(false).head(path);

    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    assertThat(head.contentType()).isEqualTo(get.contentType());
    assertThat(head.header("Location")).isEqualTo(get.header("Location"));
    assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
    assertThat(head.asByteArray()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/ | GET, HEAD",
        "/watch | GET, HEAD",
        "/watch/cam1 | GET, HEAD",
        "/mirror | GET, HEAD",
        "/mirror/a/b/ | GET, HEAD",
        "/live | GET, HEAD",
        "/live/ | GET, HEAD",
        "/live/a/cam1 | GET, HEAD",
        "/live/cam1.mp4 | GET, HEAD, OPTIONS",
        "/live/cam1.webm | GET, HEAD, OPTIONS",
        "/live/cam1.mjpeg | GET, HEAD, OPTIONS",
        "/live/cam1.jpg | GET, HEAD, OPTIONS",
        "/live/a/cam1.m3u8 | GET, HEAD, OPTIONS",
        "/live/cam1/c0ffee01.1.m4s | GET, HEAD, OPTIONS"
      })
  void aMethodThatAPathDoesNotTakeIsAnsweredWithThoseThatItTakes(String path, String allow) {
    for (String method : List.of("DELETE", "PUT", "POST", "PATCH")) {
      given()
          .contentType("application/json")
          .body("{}")
          .request(method, path)
          .then()
          .statusCode(405)
          .header("Allow", allow)
          .contentType("application/problem+json")
          .body("detail", endsWith("expected " + allow));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/nothing/cam1", "/live/cam1.none", "/watch/No Stream"})
  void aPathThatIsNotThereIsNotFoundByAnyMethod(String path) {
    given().delete(path).then().statusCode(404);
  }

  @Test
  void mediaToThePathOfAPageIsStillAnsweredWithWhereToPublish() {
    given().body("x").put("/live/cam1").then().statusCode(415);
  }

  @ParameterizedTest
  @CsvSource({"/watch, ./", "/watch/, ../", "/mirror, ./"})
  void aWatchPageWithoutAStreamRedirectsToTheList(String path, String root) {
    given().redirects().follow(false).get(path).then().statusCode(302).header("Location", root);
  }

  @Test
  void anInvalidNameHasNoPage() {
    given()
        .urlEncodingEnabled(false)
        .get("/watch/No%20Stream")
        .then()
        .statusCode(404)
        .body(
            startsWith(
                "stream id is not valid: space is not allowed; the nearest valid name is"
                    + " No-Stream;"));
  }

  @Test
  void theSdkIsServedToPagesOfAnyOrigin() {
    given()
        .get("/sdk/index.js")
        .then()
        .statusCode(200)
        .contentType(containsString("javascript"))
        .header("Access-Control-Allow-Origin", "*");
  }
}
