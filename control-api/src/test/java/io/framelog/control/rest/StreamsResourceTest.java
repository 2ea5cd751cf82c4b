package io.framelog.control.rest;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.framelog.control.registry.MovableClock;
import io.framelog.controlplane.Command;
import io.framelog.controlplane.ControlTopics;
import io.framelog.controlplane.StreamState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Broker.class)
class StreamsResourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject MovableClock clock;

  private ControlPlane plane = new ControlPlane(Broker.bootstrapServers());

  /** Nodes send one heartbeat here: while the clock is stopped they do not count as gone. */
  @BeforeEach
  void sendHeartbeat() {
    clock.stop();
    plane.close();
    plane = new ControlPlane(Broker.bootstrapServers());
    plane.heartbeat("node-1", Map.of());
  }

  @AfterEach
  void closePlane() {
    clock.goOn();
    plane.close();
  }

  private static void awaitStatus(String id, String status) {
    Awaitility.await(id + " is " + status)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () -> when().get("/api/streams/" + id).then().body("status", equalTo(status)));
  }

  @Test
  void showsALiveStreamWithItsTracksAndViewers() {
    plane.write(ControlPlane.live("shown", 4, "node-1"));
    plane.heartbeat("edge-1", Map.of("shown", 3));
    plane.heartbeat("edge-2", Map.of("shown", 4));
    awaitStatus("shown", "live");

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                when()
                    .get("/api/streams/shown")
                    .then()
                    .statusCode(200)
                    .body("session", equalTo(4))
                    .body("node", equalTo("node-1"))
                    .body("mime", equalTo("video/mp4; codecs=\"avc1.4d401e\""))
                    .body("tracks[0].codec", equalTo("avc1.4d401e"))
                    .body("viewers", equalTo(7))
                    .body("$", not(hasKey("endReason")))
                    .body("$", not(hasKey("live"))));
  }

  @Test
  void namesWithSeveralSegmentsAndCapitalsAreDistinctPaths() {
    plane.write(ControlPlane.live("Site_A/door", 4, "node-1"));
    awaitStatus("Site_A/door", "live");

    given()
        .urlEncodingEnabled(false)
        .get("/api/streams/Site_A%2Fdoor")
        .then()
        .statusCode(200)
        .body("id", equalTo("Site_A/door"));
    given()
        .contentType("application/json")
        .body("{\"exclusive\": true}")
        .put("/api/streams/Site_A/door/settings")
        .then()
        .statusCode(200);
    when().get("/api/streams/Site_A/door/settings").then().body("exclusive", equalTo(true));
    when().get("/api/streams/Site_A/settings").then().body("exclusive", equalTo(false));
    when()
        .delete("/api/streams/Site_A/door")
        .then()
        .statusCode(400)
        .body("detail", containsString("logId"));
    when().get("/api/streams/Site_A").then().statusCode(404);
  }

  @Test
  void listsByStatus() {
    StreamState live = ControlPlane.live("list-live", 1, "node-1");
    StreamState over = ControlPlane.live("list-over", 1, "node-1");
    plane.write(live);
    plane.write(ControlPlane.ended(over, Instant.now()));
    awaitStatus("list-live", "live");
    awaitStatus("list-over", "ended");

    given()
        .queryParam("status", "live")
        .get("/api/streams")
        .then()
        .body("id", hasItem("list-live"))
        .body("id", not(hasItem("list-over")));
    given()
        .queryParam("status", "ended")
        .get("/api/streams")
        .then()
        .body("id", hasItem("list-over"))
        .body("find { it.id == 'list-over' }.endReason", equalTo("publisher closed"));
    given().queryParam("status", "odd").get("/api/streams").then().statusCode(400);
  }

  @Test
  void unknownAndInvalidStreamsAreProblems() {
    when()
        .get("/api/streams/nobody")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("status", equalTo(404))
        .body("detail", equalTo("there is no stream nobody"));
    when()
        .get("/api/streams/No Body")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString("space is not allowed; the nearest valid name is No-Body"));
    when().delete("/api/streams/nobody?logId=any").then().statusCode(404);
  }

  @Test
  void removesALiveStreamOnceItsNodeHasEndedTheSession() throws Exception {
    // given
    String log = plane.createLog("removed");
    StreamState live = ControlPlane.live("removed", 12, "node-1", log, Instant.now());
    plane.write(live);
    awaitStatus("removed", "live");

    // when, with a node that executes the command
    CompletableFuture<Void> node =
        CompletableFuture.runAsync(
            () -> {
              Command command = ControlPlane.awaitCommand(Broker.bootstrapServers(), "removed");
              assertThat(command).isEqualTo(new Command.EndSession("removed", 12, "removed"));
              plane.write(ControlPlane.ended(live, Instant.now()));
            });
    when().delete("/api/streams/removed?logId=" + log).then().statusCode(204);
    node.join();

    // then
    when().get("/api/streams/removed").then().statusCode(404);
    assertThat(plane.topics()).doesNotContain("framelog.live.removed");
  }

  @Test
  void aRemovalNamesTheLog() throws Exception {
    String log = plane.createLog("meant");
    StreamState live = ControlPlane.live("meant", 1, "node-1", log, Instant.now());
    plane.write(ControlPlane.ended(live, Instant.now()));
    awaitStatus("meant", "ended");

    when()
        .delete("/api/streams/meant")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString("logId is missing"))
        .body("detail", containsString(log));
    when()
        .delete("/api/streams/meant?logId=AbCdEf99")
        .then()
        .statusCode(409)
        .contentType("application/problem+json")
        .body("detail", containsString("the log of meant is " + log + ", not AbCdEf99"));
    assertThat(plane.topics()).contains("framelog.live.meant");

    when().delete("/api/streams/meant?logId=" + log).then().statusCode(204);
    assertThat(plane.topics()).doesNotContain("framelog.live.meant");
  }

  @Test
  void aRecreatedLogIsNotRemoved() throws Exception {
    // given a stream whose new log has no state yet
    plane.createLog("reborn");
    plane.write(
        ControlPlane.ended(
            ControlPlane.live("reborn", 1, "node-1", "AbCdEf01", Instant.now()), Instant.now()));
    awaitStatus("reborn", "ended");

    when()
        .delete("/api/streams/reborn?logId=AbCdEf01")
        .then()
        .statusCode(409)
        .body("detail", containsString("not AbCdEf01"));

    assertThat(plane.topics()).contains("framelog.live.reborn");
  }

  @Test
  void aLogThatIsWrittenIsNotRemovedWithoutHeartbeatsOfItsNode() throws Exception {
    // given a node without heartbeats, and a log that is being written
    clock.goOn();
    String log = plane.createLog("unheard");
    plane.write(ControlPlane.live("unheard", 5, "silent", log, Instant.now()));
    Awaitility.await("the node counts as gone")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                when().get("/api/streams/unheard").then().body("endReason", equalTo("node gone")));
    plane.append("unheard", Instant.now());

    // when, then
    when()
        .delete("/api/streams/unheard?logId=" + log)
        .then()
        .statusCode(504)
        .body("detail", containsString("is not live, but writes the log"));
    assertThat(plane.topics()).contains("framelog.live.unheard");
  }

  @Test
  void aStreamWhosePublisherDroppedIsLiveForTheGraceTime() throws Exception {
    StreamState live = ControlPlane.live("dropped", 4, "node-1");
    plane.createLog("dropped");
    plane.write(live);
    awaitStatus("dropped", "live");

    // when it drops, and its grace time does not pass
    plane.write(ControlPlane.ended(live, Instant.now(), "disconnected: Connection reset"));
    Awaitility.await("the drop is known")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> when().get("/api/streams/dropped").then().body("$", hasKey("droppedAt")));
    when()
        .get("/api/streams/dropped")
        .then()
        .body("status", equalTo("live"))
        .body("endReason", equalTo("disconnected: Connection reset"));

    // and when it passes
    clock.goOn();
    awaitStatus("dropped", "ended");
    when().get("/api/streams/dropped").then().body("$", not(hasKey("droppedAt")));
  }

  @Test
  void aStreamWhosePublisherDroppedCanBeRemovedAtOnce() throws Exception {
    StreamState live = ControlPlane.live("dropped-removed", 4, "node-1");
    plane.createLog("dropped-removed");
    plane.write(ControlPlane.ended(live, Instant.now(), "disconnected: Connection reset"));
    awaitStatus("dropped-removed", "live");

    // then there is no publisher left to end
    when().delete("/api/streams/dropped-removed?logId=any").then().statusCode(204);
  }

  @Test
  void keepsAStreamWhenItsNodeDoesNotAnswer() throws Exception {
    plane.createLog("stubborn");
    plane.write(ControlPlane.live("stubborn", 3, "node-1"));
    awaitStatus("stubborn", "live");

    when()
        .delete("/api/streams/stubborn?logId=any")
        .then()
        .statusCode(504)
        .contentType("application/problem+json");

    assertThat(plane.topics()).contains("framelog.live.stubborn");
    when().get("/api/streams/stubborn").then().statusCode(200);
  }

  @Test
  void theStreamOfAGoneNodeHasEndedAndIsRemovedWithoutIt() throws Exception {
    // given a node that sends one heartbeat
    plane.createLog("orphan");
    plane.heartbeat("mortal", Map.of());
    plane.write(ControlPlane.live("orphan", 5, "mortal"));
    awaitStatus("orphan", "live");

    // when
    clock.goOn();
    Awaitility.await("the node counts as gone")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                when()
                    .get("/api/streams/orphan")
                    .then()
                    .body("status", equalTo("ended"))
                    .body("endReason", equalTo("node gone")));

    // then
    when().delete("/api/streams/orphan?logId=any").then().statusCode(204);
    assertThat(plane.topics()).doesNotContain("framelog.live.orphan");
  }

  @Test
  void aSettingIsAppliedOnceItsWriteIsAnswered() {
    when().get("/api/streams/set-up/settings").then().body("exclusive", equalTo(false));

    given()
        .contentType("application/json")
        .body("{\"exclusive\": true}")
        .put("/api/streams/set-up/settings")
        .then()
        .statusCode(200)
        .body("offset", greaterThanOrEqualTo(0))
        .body("settings.exclusive", equalTo(true));

    when().get("/api/streams/set-up/settings").then().body("exclusive", equalTo(true));
  }

  @Test
  void storesLimits() {
    given()
        .contentType("application/json")
        .body("{\"limits\": {\"bitrate\": 4000000, \"gopSeconds\": 5}}")
        .put("/api/streams/limited/settings")
        .then()
        .statusCode(200)
        .body("settings.exclusive", equalTo(false))
        .body("settings.limits.bitrate", equalTo(4000000));

    when()
        .get("/api/streams/limited/settings")
        .then()
        .body("limits.gopSeconds", equalTo(5))
        .body("limits", not(hasKey("tracks")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"limits\": {\"bitrate\": 5}}          | limits.bitrate is 5, expected 8000 to",
        "{\"limits\": {\"tracks\": 0}}           | limits.tracks is 0, expected 1 to 1000",
        "{\"limits\": {\"gopSeconds\": \"long\"}} | gopSeconds is not valid, expected a whole",
        "{\"limits\": {\"tracks\": 1.5}}         | limits.tracks is not valid, expected a whole",
        "{\"exclusive\": true} {}               | (line 1, column",
        "{\"exclusive\": 1, \"exclusive\": 2}    | (line 1, column",
        "{\"limits\": []}                        | limits is not valid, expected a JSON object",
        "{\"exclusiv\": true}                    | exclusiv is not known, expected some of",
        "{                                       | the JSON text ends too early (line 1",
        "[]                                      | expected a JSON object (line 1, column 1)"
      })
  void reportsInvalidSettings(String body, String detail) {
    given()
        .contentType("application/json")
        .body(body)
        .put("/api/streams/wrong/settings")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString(detail))
        .body("detail", not(containsString("java")))
        .body("detail", not(containsString("framelog")));
  }

  @Test
  void takesNoSettingsWithAContentCoding() {
    given()
        .contentType("application/json")
        .header("Content-Encoding", "gzip")
        .body("{\"exclusive\": true}")
        .put("/api/streams/coded/settings")
        .then()
        .statusCode(415)
        .contentType("application/problem+json")
        .body("detail", containsString("expected identity"));
  }

  @Test
  void listsLiveNodes() {
    plane.heartbeat("edge-listed", Map.of("a", 1));
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> when().get("/api/nodes").then().body("id", hasItem("edge-listed")));
  }

  @Test
  void skipsAMessageThatCannotBeParsed() {
    plane.writeRaw(ControlTopics.STREAMS, "broken", "{\"id\": 7, ");
    plane.write(ControlPlane.live("behind-it", 1, "node-1"));

    awaitStatus("behind-it", "live");
    when()
        .get("/q/metrics")
        .then()
        .body(containsString("framelog_control_messages_unreadable_total"));
  }

  @Test
  void servesMetricsAsPlainTextUnlessOnlyOpenMetricsIsAccepted() {
    String openMetrics = "application/openmetrics-text;version=1.0.0;q=0.5";
    when().get("/q/metrics").then().contentType(startsWith("text/plain"));
    given()
        .accept(openMetrics + ",text/plain;version=0.0.4;q=0.3")
        .get("/q/metrics")
        .then()
        .contentType(startsWith("text/plain"));
    given()
        .accept(openMetrics)
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .contentType(startsWith("application/openmetrics-text"));
  }

  @Test
  void describesEveryPath() {
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .body(
            "paths.keySet().sort()",
            contains(
                "/api/captures",
                "/api/captures/{node}/{name}",
                "/api/events",
                "/api/nodes",
                "/api/nodes/{node}/devices",
                "/api/refusals",
                "/api/streams",
                "/api/streams/{id}",
                "/api/streams/{id}/settings"))
        .body("servers.url", contains(".."))
        .body("security", empty())
        .body("paths.'/api/streams/{id}'.delete.operationId", equalTo("removeStream"));
  }

  @Test
  void isReadyAndServesItsDashboard() {
    when().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
    when().get("/dashboard/").then().statusCode(200).contentType("text/html");
    when().get("/dashboard").then().statusCode(200).contentType("text/html");
    given()
        .redirects()
        .follow(false)
        .when()
        .get("/dashboard")
        .then()
        .header("Location", "dashboard/");
    given()
        .redirects()
        .follow(false)
        .when()
        .head("/dashboard")
        .then()
        .statusCode(302)
        .header("Location", "dashboard/");
    when().delete("/dashboard").then().statusCode(405).header("Allow", "GET, HEAD");
  }
}
