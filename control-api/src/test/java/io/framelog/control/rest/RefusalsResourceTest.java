package io.framelog.control.rest;

import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.framelog.controlplane.NodeState;
import io.framelog.controlplane.RefusedPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Broker.class)
class RefusalsResourceTest {
  private final ControlPlane plane = new ControlPlane(Broker.bootstrapServers());
  private final Instant now = Instant.now();

  @AfterEach
  void closePlane() {
    plane.close();
  }

  private void node(String id, RefusedPublisher... refusals) {
    plane.write(
        new NodeState(
            id, "ingest", "test", now, now, 0, Map.of(), List.of(), List.of(), List.of(refusals)));
  }

  private RefusedPublisher refusal(int secondsAgo, String reason, @Nullable Long byteOffset) {
    return new RefusedPublisher(
        now.minusSeconds(secondsAgo), 2, "10.0.0.7", "tcp", reason, "a sentence", byteOffset);
  }

  @Test
  void listsRefusalsWithNodeReasonAndByteTheNewestFirst() {
    node("refusing-1", refusal(30, "malformed", 4711L), refusal(10, "idle", null));
    node("refusing-2", refusal(20, "unknown-container", 0L));

    Awaitility.await()
        .untilAsserted(
            () ->
                when()
                    .get("/api/refusals")
                    .then()
                    .statusCode(200)
                    .body("size()", equalTo(3))
                    .body("reason", equalTo(List.of("idle", "unknown-container", "malformed")))
                    .body("[0]", not(hasKey("byteOffset")))
                    .body("[1].node", equalTo("refusing-2"))
                    .body("[2].address", equalTo("10.0.0.7"))
                    .body("[2].source", equalTo("tcp"))
                    .body("[2].count", equalTo(2))
                    .body("[2].message", equalTo("a sentence"))
                    .body("[2].byteOffset", equalTo(4711)));
  }
}
