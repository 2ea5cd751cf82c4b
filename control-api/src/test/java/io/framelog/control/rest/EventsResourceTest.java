package io.framelog.control.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.control.StreamState;
import io.framelog.control.registry.MovableClock;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Broker.class)
class EventsResourceTest {
  @TestHTTPResource("/api/events")
  private URI events;

  @Inject MovableClock clock;

  @AfterEach
  void letTimeGoOn() {
    clock.goOn();
  }

  @Test
  void tellsWhatIsLiveThenWhatHappens() {
    try (ControlPlane plane = new ControlPlane(Broker.bootstrapServers())) {
      // given one stream live before anybody listens
      plane.heartbeat("node-1", Map.of());
      StreamState early = ControlPlane.live("early", 1, "node-1");
      plane.write(early);
      List<String> lines = listen();
      await(lines, "event:started", "\"id\":\"early\"");

      // when
      StreamState late = ControlPlane.live("late", 2, "node-1");
      plane.write(late);
      await(lines, "event:started", "\"id\":\"late\"");
      plane.write(late);
      await(lines, "event:updated", "\"id\":\"late\"");
      plane.write(ControlPlane.ended(late, Instant.now()));

      // then
      await(lines, "event:ended", "\"endReason\":\"publisher closed\"");
    }
  }

  @Test
  void tellsOfADropAsAnUpdateAndOfItsEndOnlyWhenNobodyComesBack() {
    try (ControlPlane plane = new ControlPlane(Broker.bootstrapServers())) {
      plane.heartbeat("node-1", Map.of());
      List<String> lines = listen();
      StreamState stream = ControlPlane.live("flapping", 1, "node-1");
      plane.write(stream);
      await(lines, "event:started", "\"id\":\"flapping\"");

      // when it drops and comes back in time
      clock.stop();
      plane.write(ControlPlane.ended(stream, Instant.now(), "closed"));
      await(lines, "event:updated", "\"droppedAt\"");
      plane.write(ControlPlane.live("flapping", 5, "node-1"));
      await(lines, "event:updated", "\"session\":5");

      // and when it drops for good
      clock.goOn();
      plane.write(
          ControlPlane.ended(ControlPlane.live("flapping", 5, "node-1"), Instant.now(), "closed"));
      await(lines, "event:ended", "\"session\":5");

      // then it was one life to the listener
      assertThat(lines.stream().filter(line -> line.startsWith("event:ended"))).hasSize(1);
    }
  }

  private List<String> listen() {
    List<String> lines = new CopyOnWriteArrayList<>();
    CompletableFuture<HttpResponse<Stream<String>>> response =
        HttpClient.newHttpClient()
            .sendAsync(HttpRequest.newBuilder(events).build(), HttpResponse.BodyHandlers.ofLines());
    Thread reader = new Thread(() -> response.join().body().forEach(lines::add), "events");
    reader.setDaemon(true);
    reader.start();
    return lines;
  }

  /** An event's name is on one line and its data on the next. */
  private static void await(List<String> lines, String event, String data) {
    Awaitility.await(event + " " + data)
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              boolean found = false;
              for (int i = 0; i + 1 < lines.size(); i++) {
                found |= lines.get(i).equals(event) && lines.get(i + 1).contains(data);
              }
              assertThat(found).as("in %s", lines).isTrue();
            });
  }
}
