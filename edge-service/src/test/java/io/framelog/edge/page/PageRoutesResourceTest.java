package io.framelog.edge.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.framelog.edge.EdgeBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
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
