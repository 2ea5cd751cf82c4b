package io.framelog.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.edge.EdgeBroker;
import io.framelog.edge.MetricsPage;
import io.framelog.edge.TestPlayer;
import io.framelog.edge.TestPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
@TestProfile(SlowViewersResourceTest.Impatient.class)
class SlowViewersResourceTest {
  public static class Impatient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("framelog.edge.stall-timeout", "2s", "framelog.edge.viewer-queue", "1M");
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PART_BYTES = 32 * 1024;
  private static final int CHUNKS = 10;
  private static final int PARTS = 20;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TestHTTPResource("/")
  URL edge;

  private TestPublisher publisher;

  @BeforeEach
  void publisher() {
    publisher = new TestPublisher(bootstrapServers).withPartBytes(PART_BYTES);
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  private TestPlayer player() {
    return new TestPlayer(edge.getPort(), "/live/" + publisher.stream()).sees("<waiting>");
  }

  private double stalled() {
    return MetricsPage.sum("framelog_edge_viewers_given_up_total", "reason=\"stalled\"");
  }

  private void publishMuch() {
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      publisher.chunk(PARTS);
    }
  }

  private static List<String> allParts() {
    List<String> parts = new ArrayList<>();
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      for (int part = 0; part < PARTS; part++) {
        parts.add("c" + chunk + "p" + part);
      }
    }
    return parts;
  }

  @Test
  void aViewerThatStopsReadingDisturbsNoOtherAndIsDisconnected() {
    // given a viewer that stops reading, and others
    double before = stalled();
    try (TestPlayer stalled = player();
        TestPlayer good = player();
        TestPlayer another = player()) {
      double viewers = MetricsPage.sum("framelog_edge_viewers");
      publisher.begin().chunk(1);
      stalled.sees("c0p0");
      stalled.stopReading();

      // when far more is sent than its socket and queue hold
      publisher.parts(PARTS - 1);
      for (int chunk = 1; chunk < CHUNKS; chunk++) {
        good.sees("c" + (chunk - 1) + "p" + (PARTS - 1));
        another.sees("c" + (chunk - 1) + "p" + (PARTS - 1));
        publisher.chunk(PARTS);
      }

      // then the other viewers get all of it in order
      for (TestPlayer player : List.of(good, another)) {
        player.sees("c" + (CHUNKS - 1) + "p" + (PARTS - 1));
        assertThat(player.story().stream().filter(told -> told.startsWith("c")))
            .containsExactlyElementsOf(allParts());
        assertThat(player.story()).doesNotContain("<gap>");
      }

      // and its connection is closed although its socket is full
      await().atMost(PATIENCE).until(() -> stalled() == before + 1);
      await().atMost(PATIENCE).until(() -> MetricsPage.sum("framelog_edge_viewers") == viewers - 1);
      publisher.chunk(1);
      good.sees("c" + CHUNKS + "p0");
    }
  }

  @Test
  void aViewerThatReadsAgainInTimeGetsTheCloseReason() {
    double before = stalled();
    try (TestPlayer stalled = player()) {
      publisher.begin().chunk(1);
      stalled.sees("c0p0");
      stalled.stopReading();
      publishMuch();
      await().atMost(PATIENCE).until(() -> stalled() == before + 1);

      stalled.readAgain();

      assertThat(stalled.closeCode()).isEqualTo((short) SocketWatch.CLOSE_STALLED);
    }
  }

  @Test
  void aPausedViewerIsNotStalled() {
    double before = stalled();
    try (TestPlayer paused = player();
        TestPlayer stalled = player()) {
      publisher.begin().chunk(1);
      stalled.sees("c0p0");
      paused.sees("c0p0").say("{\"type\":\"pause\"}");
      stalled.stopReading();
      publishMuch();

      await().atMost(PATIENCE).until(() -> stalled() == before + 1);

      assertThat(paused.isOpen()).isTrue();
      paused.say("{\"type\":\"live\"}");
      publisher.chunk(1);
      paused.sees("c" + (CHUNKS + 1) + "p0");
    }
  }
}
