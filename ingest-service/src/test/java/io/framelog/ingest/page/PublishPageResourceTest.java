package io.framelog.ingest.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.framelog.ingest.TestBroker;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestBroker.class)
class PublishPageResourceTest {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?:^import .*|\\} )from '([^']+)'|(?:src|href)=\"([^\"./][^\"]*)\"", Pattern.MULTILINE);

  private static final Pattern BASE = Pattern.compile("<base href=\"([^\"]+)\" />");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/publish",
        "/publish/",
        "/publish/cam1",
        "/publish/cam1?key=s3cr3t",
        "/publish/site-a/Door_2",
        "/publish/sdk"
      })
  void isServed(String path) {
    given()
        .get(path)
        .then()
        .statusCode(200)
        .contentType("text/html")
        .header("Referrer-Policy", "no-referrer")
        .header("Content-Security-Policy", "frame-ancestors 'self'")
        .body(containsString("publish.js"))
        .body(not(containsString("=\"/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/publish", "/publish/cam1", "/publish/site-a/Door_2", "/publish/My Cam"})
  void headIsAnsweredAsGetWithoutTheContent(String path) {
    Response get = given().get(path);
    Response head = given().head(path);

    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    assertThat(head.contentType()).isEqualTo(get.contentType());
    assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
    assertThat(head.asByteArray()).isEmpty();
  }

  @Test
  void rejectsInvalidStreamNames() {
    given()
        .urlEncodingEnabled(false)
        .get("/publish/My%20Cam")
        .then()
        .statusCode(404)
        .body(containsString("the nearest valid name is My-Cam"));
  }

  @Test
  void servesEveryFileThatItRefersTo() {
    Set<String> seen = new HashSet<>();
    Deque<String> todo = new ArrayDeque<>(Set.of("/publish/cam1"));
    while (!todo.isEmpty()) {
      String path = todo.remove();
      if (seen.add(path)) {
        String text = given().get(path).then().statusCode(200).extract().asString();
        Matcher base = BASE.matcher(text);
        URI from = base.find() ? URI.create(path).resolve(base.group(1)) : URI.create(path);
        Matcher reference = REFERENCE.matcher(text);
        while (reference.find()) {
          String to = reference.group(1) == null ? reference.group(2) : reference.group(1);
          todo.add(from.resolve(to).getPath());
        }
      }
    }

    assertThat(seen)
        .hasSizeGreaterThan(10)
        .allSatisfy(path -> assertThat(path).startsWith("/publish"));
  }
}
