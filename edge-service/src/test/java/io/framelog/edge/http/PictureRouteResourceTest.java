package io.framelog.edge.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import io.framelog.edge.EdgeBroker;
import io.framelog.edge.TestPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
class PictureRouteResourceTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

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
    return "/live/" + publisher.stream() + ".jpg";
  }

  @Test
  void thePictureOfAnImageStreamIsItsNewestImage() {
    publisher.withImages().begin().chunk(1).chunk(1);
    publisher.awaitKnown();

    Response first = given().get(path());
    first
        .then()
        .statusCode(200)
        .contentType("image/jpeg")
        .header("Cache-Control", "max-age=1")
        .body(equalTo("c1p0;"));
    given()
        .header("If-None-Match", first.getHeader("ETag"))
        .get(path())
        .then()
        .statusCode(304)
        .header("ETag", first.getHeader("ETag"));
    given().head(path()).then().statusCode(200).header("Content-Length", "5").body(emptyString());

    publisher.chunk(1);
    await()
        .untilAsserted(
            () ->
                given()
                    .header("If-None-Match", first.getHeader("ETag"))
                    .get(path())
                    .then()
                    .statusCode(200)
                    .body(equalTo("c2p0;")));
  }

  @Test
  void thePictureStaysWhenThePublisherHasLeft() {
    publisher.withImages().begin().chunk(1);
    publisher.awaitKnown();
    publisher.end();
    await().untilAsserted(() -> given().head(path().replace("jpg", "mp4")).then().statusCode(404));
    given().get(path()).then().statusCode(200).body(equalTo("c0p0;"));
  }

  @Test
  void aKeyframeThatCannotBeDecodedIsReported() {
    publisher.begin().chunk(2);
    publisher.awaitKnown();
    given().get(path()).then().statusCode(503).body(containsString("the keyframe is not mp4"));
  }

  @Test
  void aStreamWithoutMediaHasNoPicture() {
    publisher.begin();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(given().get(path()).asString()).contains("has no picture"));
  }

  @Test
  void missingStreamsAreNotLookedUp() {
    given().get("/live/never-published.jpg").then().statusCode(404);
    given().get("/live/Not%20A%20Stream.jpg").then().statusCode(404);
    given().options("/live/any.jpg").then().statusCode(204);
  }

  @Test
  void aWidthMustBeInPixels() {
    publisher.withImages().begin().chunk(1);
    publisher.awaitKnown();
    given().get(path() + "?width=300").then().statusCode(200);
    given().get(path() + "?width=99999").then().statusCode(200);
    for (String wrong : new String[] {"wide", "-1", "0"}) {
      given().get(path() + "?width=" + wrong).then().statusCode(400).body(containsString("width"));
    }
  }
}
