package io.framelog.edge.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.edge.EdgeBroker;
import io.framelog.edge.TestPlayer;
import io.framelog.edge.TestPublisher;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** In a separate application, because one that drains accepts no more viewers. */
@QuarkusTest
@TestProfile(DrainResourceTest.Alone.class)
@QuarkusTestResource(EdgeBroker.class)
class DrainResourceTest {
  public static class Alone implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("framelog.edge.moved-grace", "3s");
    }
  }

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TestHTTPResource("/")
  URL edge;

  @Inject Event<ShutdownDelayInitiatedEvent> shutdown;

  @Test
  void viewersAreServedUntilTheyHaveMovedAndNewOnesAreRefused() throws Exception {
    try (TestPublisher publisher = new TestPublisher(bootstrapServers);
        TestPlayer obedient = new TestPlayer(edge.getPort(), "/live/" + publisher.stream());
        TestPlayer deaf = new TestPlayer(edge.getPort(), "/live/" + publisher.stream())) {
      // given two viewers that have played two parts
      obedient.sees("<waiting>");
      deaf.sees("<waiting>");
      publisher.begin().chunk(2);
      obedient.sees("c0p1");
      deaf.sees("c0p1");
      RestAssured.get("/q/health/ready").then().statusCode(200);

      // when the edge shuts down
      CompletableFuture<Void> drain =
          CompletableFuture.runAsync(() -> shutdown.fire(new ShutdownDelayInitiatedEvent()));

      // then they are notified of the move, and still get the next parts meanwhile
      obedient.sees("c0p1", "<moved>");
      String header = obedient.last("chunk").get("position").asText();
      int dot = header.indexOf('.');
      long next = Long.parseLong(header.substring(dot + 1)) + 3;
      assertThat(obedient.last("moved").get("position").asText())
          .isEqualTo(header.substring(0, dot + 1) + next);
      assertThat(obedient.last("moved").get("graceMs").asLong()).isEqualTo(3000);
      publisher.parts(1);
      obedient.sees("<moved>", "c0p2");

      // and the edge is not ready and refuses new viewers
      RestAssured.get("/q/health/ready").then().statusCode(503);
      RestAssured.given()
          .header("Upgrade", "websocket")
          .header("Connection", "Upgrade")
          .get("/live/cam1")
          .then()
          .statusCode(503);
      RestAssured.get("/live").then().statusCode(200).header("Connection", "close");

      // and a viewer that stays is disconnected after the grace time
      obedient.leave();
      assertThat(deaf.closeCode()).isEqualTo((short) 1001);
      drain.get(10, TimeUnit.SECONDS);
      await().atMost(Duration.ofSeconds(5)).until(() -> !deaf.isOpen());
    }
  }
}
