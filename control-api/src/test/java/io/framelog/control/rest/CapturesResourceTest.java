package io.framelog.control.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.framelog.controlplane.CaptureState;
import io.framelog.controlplane.Command;
import io.framelog.controlplane.CommandAnswer;
import io.framelog.controlplane.DeviceInfo;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test is the ingest node: it reads the commands and sends the heartbeats. */
@QuarkusTest
@QuarkusTestResource(Broker.class)
class CapturesResourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String node = "host-ingest-" + UUID.randomUUID();
  private ControlPlane plane = new ControlPlane(Broker.bootstrapServers());

  @BeforeEach
  void live() {
    plane.close();
    plane = new ControlPlane(Broker.bootstrapServers());
    plane.ingest(node, List.of(), List.of());
    Awaitility.await("the node is known")
        .atMost(PATIENCE)
        .untilAsserted(() -> when().get("/api/nodes").then().body("id", hasItem(node)));
  }

  @AfterEach
  void leave() {
    plane.close();
  }

  @Test
  void answersWithTheReasonOfADeviceThatDoesNotOpen() {
    CompletableFuture<Response> answer =
        post("{\"node\":\"%s\",\"name\":\"door\",\"video\":\"v4l2:/dev/video0\"}");

    ControlPlane.Sent sent = ControlPlane.awaitSent(Broker.bootstrapServers(), node);
    assertThat(sent.command())
        .isInstanceOfSatisfying(
            Command.StartCapture.class,
            start -> assertThat(start.capture().stream()).isEqualTo("door"));
    List<CommandAnswer> done = List.of(CommandAnswer.done(sent.offset()));
    plane.ingest(node, List.of(capture(CaptureState.State.STARTING, null)), done);
    plane.ingest(
        node,
        List.of(capture(CaptureState.State.FAILED, "no such device: v4l2:/dev/video0")),
        done);

    answer
        .join()
        .then()
        .statusCode(201)
        .body("node", equalTo(node))
        .body("name", equalTo("door"))
        .body("state", equalTo("failed"))
        .body("message", equalTo("no such device: v4l2:/dev/video0"));
    when().get("/api/captures").then().body("node", hasItem(node));
    when()
        .get("/api/captures/" + node + "/door")
        .then()
        .statusCode(200)
        .body("reason", equalTo("device-not-found"));
  }

  @Test
  void reportsWhyANodeRefuses() {
    CompletableFuture<Response> answer =
        post("{\"node\":\"%s\",\"name\":\"door\",\"audio\":\"alsa:default\"}");

    answerWith(offset -> CommandAnswer.refused(offset, "this node has 16 captures"));

    answer.join().then().statusCode(409).body("detail", equalTo("this node has 16 captures"));
  }

  @Test
  void stopsACapture() {
    plane.ingest(node, List.of(capture(CaptureState.State.CAPTURING, null)), List.of());
    Awaitility.await("the capture is known")
        .atMost(PATIENCE)
        .untilAsserted(() -> when().get("/api/captures/" + node + "/door").then().statusCode(200));

    CompletableFuture<Response> answer =
        CompletableFuture.supplyAsync(() -> when().delete("/api/captures/" + node + "/door"));
    answerWith(CommandAnswer::done);

    answer.join().then().statusCode(204);
    when().get("/api/captures/" + node + "/door").then().statusCode(404);
  }

  @Test
  void listsTheDevicesOfANode() {
    CompletableFuture<Response> answer =
        CompletableFuture.supplyAsync(() -> when().get("/api/nodes/" + node + "/devices"));
    answerWith(
        offset ->
            CommandAnswer.devices(offset, List.of(new DeviceInfo("video", "x11grab::0", "X"))));

    answer
        .join()
        .then()
        .statusCode(200)
        .body("device", equalTo(List.of("x11grab::0")))
        .body("kind", equalTo(List.of("video")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"name\":\"Front Door\",\"video\":\"lavfi:testsrc2\"|name is Front Door",
        "\"name\":\"door\"|neither video nor audio is given",
        "\"name\":\"door\",\"video\":\"lavfi:movie=/etc/passwd\"|is not one that may be used",
        "\"name\":\"door\",\"audio\":\"alsa:file:/tmp/x\"|alsa: is followed by",
        "\"name\":\"door\",\"video\":\"http://example.org/\"|device kind is",
        "\"name\":\"door\",\"video\":\"lavfi:testsrc2\",\"videoBitrate\":1|video-bitrate is 1",
      })
  void refusesAnInvalidRequestBeforeItIsSentToANode(String fields, String detail) {
    given()
        .contentType(ContentType.JSON)
        .body("{\"node\":\"" + node + "\"," + fields + "}")
        .post("/api/captures")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString(detail))
        .body("detail", containsString("expected"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                       | the JSON text ends too early (line 1",
        "{\"name\": door}         | the text is not JSON (line 1",
        "[]                      | expected a JSON object (line 1, column 1)",
        "null                    | expected a JSON object",
        "' '                     | the body is empty",
        "{\"name\": {}}           | name is not valid, expected a string (line 1",
        "{\"frameRate\": \"fast\"} | frameRate is not valid, expected a whole number (line 1",
      })
  void saysWhatIsWrongWithABodyAndWhere(String body, String detail) {
    given()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/captures")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString(detail))
        .body("detail", not(containsString("java")))
        .body("detail", not(containsString("framelog")));
  }

  @Test
  void anErrorOfTheRestLayerHasABodyToo() {
    given()
        .accept("image/png")
        .get("/api/captures")
        .then()
        .statusCode(406)
        .contentType("application/problem+json")
        .body("status", equalTo(406));
  }

  @Test
  void answersNotFoundForUnknownNodesAndCaptures() {
    given()
        .contentType(ContentType.JSON)
        .body("{\"node\":\"nobody\",\"name\":\"door\",\"video\":\"lavfi:testsrc2\"}")
        .post("/api/captures")
        .then()
        .statusCode(404);
    when().get("/api/nodes/nobody/devices").then().statusCode(404);
    when().delete("/api/captures/" + node + "/nothing").then().statusCode(404);
  }

  private CompletableFuture<Response> post(String body) {
    return CompletableFuture.supplyAsync(
        () ->
            given().contentType(ContentType.JSON).body(body.formatted(node)).post("/api/captures"));
  }

  private void answerWith(Function<Long, CommandAnswer> answer) {
    ControlPlane.Sent sent = ControlPlane.awaitSent(Broker.bootstrapServers(), node);
    plane.ingest(node, List.of(), List.of(answer.apply(sent.offset())));
  }

  private static CaptureState capture(CaptureState.State state, @Nullable String message) {
    return new CaptureState(
        "door",
        "door",
        "v4l2:/dev/video0",
        null,
        state,
        Instant.now(),
        false,
        message == null ? null : "device-not-found",
        message,
        state == CaptureState.State.FAILED ? Instant.now().plusSeconds(1) : null,
        1,
        0);
  }
}
