package io.framelog.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.edge.EdgeBroker;
import io.framelog.edge.TestPlayer;
import io.framelog.edge.TestPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.net.URL;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** An application of its own: one that drains takes no more viewers. */
@QuarkusTest
@TestProfile(DrainResourceTest.Alone.class)
@QuarkusTestResource(EdgeBroker.class)
class DrainResourceTest {
  public static class Alone implements QuarkusTestProfile {}

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TestHTTPResource("/")
  URL edge;

  @Inject Event<Drain.Begun> drain;

  @Test
  void viewersAreToldWhereToGoOnAndNewOnesAreRefused() {
    try (TestPublisher publisher = new TestPublisher(bootstrapServers);
        TestPlayer player = new TestPlayer(edge.getPort(), "/live/" + publisher.stream())) {
      // given a viewer that has played two parts
      player.sees("<waiting>");
      publisher.begin().chunk(2);
      player.sees("c0p1");

      // when the edge drains
      drain.fire(new Drain.Begun());

      // then it knows where to go on
      player.sees("c0p1", "<moved>");
      String header = player.last("chunk").get("position").asText();
      int dot = header.indexOf('.');
      long next = Long.parseLong(header.substring(dot + 1)) + 3;
      assertThat(player.last("moved").get("position").asText())
          .isEqualTo(header.substring(0, dot + 1) + next);
      assertThat(player.closeCode()).isEqualTo((short) 1000);
      RestAssured.given()
          .header("Upgrade", "websocket")
          .header("Connection", "Upgrade")
          .get("/live/cam1")
          .then()
          .statusCode(503);
    }
  }
}
