package io.framelog.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.controlplane.ControlTopics;
import io.framelog.controlplane.DamagedRecords;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No record of a control topic stops the channel that reads it. Runs in a separate application. */
@QuarkusTest
@TestProfile(DamagedRecordsResourceTest.Alone.class)
@QuarkusTestResource(Broker.class)
class DamagedRecordsResourceTest {
  public static class Alone implements QuarkusTestProfile {}

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @ParameterizedTest
  @ValueSource(strings = {ControlTopics.STREAMS, ControlTopics.SETTINGS, ControlTopics.NODES})
  void continuesAfterEveryDamagedRecord(String topic) throws Exception {
    long last = DamagedRecords.write(kafka, topic);

    Awaitility.await("the last record of " + topic + " is read")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              var ready = RestAssured.get("/q/health/ready");
              assertThat(ready.statusCode()).isEqualTo(200);
              assertThat(ready.body().asString())
                  .containsPattern(
                      topic + ": \\d+ cannot be understood, the newest at offset " + last);
            });
    assertThat(RestAssured.get("/q/metrics").body().asString())
        .containsPattern(
            "framelog_control_messages_unreadable_total\\{reader=\"control\",topic=\""
                + topic
                + "\"[^}]*} [1-9]");
  }
}
