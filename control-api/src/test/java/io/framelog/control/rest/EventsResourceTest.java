package io.framelog.control.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.control.registry.MovableClock;
import io.framelog.controlplane.StreamState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoublePredicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Broker.class)
class EventsResourceTest {
  @TestHTTPResource("/api/events")
  private URI events;

  @Inject MovableClock clock;

  @AfterEach
  void resumeTime() {
    clock.goOn();
  }

  @Test
  void sendsTheLiveStreamsThenEvents() {
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
  void sendsADropAsAnUpdateAndTheEndOnlyAfterTheGraceTime() {
    try (ControlPlane plane = new ControlPlane(Broker.bootstrapServers())) {
      plane.heartbeat("node-1", Map.of());
      List<String> lines = listen();
      StreamState stream = ControlPlane.live("flapping", 1, "node-1");
      plane.write(stream);
      await(lines, "event:started", "\"id\":\"flapping\"");

      // when it drops and returns in time
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

      // then the listener saw only one end
      assertThat(lines.stream().filter(line -> line.startsWith("event:ended"))).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aListenerThatDisconnectsLogsNothing(boolean resets) throws Exception {
    Errors errors = new Errors();
    Logger root = Logger.getLogger("");
    root.addHandler(errors);
    double before = listeners();
    try (ControlPlane plane = new ControlPlane(Broker.bootstrapServers())) {
      plane.heartbeat("node-1", Map.of());
      List<Socket> listeners = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        listeners.add(listenOnSocket());
      }
      awaitListeners(count -> count >= before + 30);

      // when they disconnect while events are sent to them
      for (int i = 0; i < 30; i++) {
        plane.write(ControlPlane.live("going-" + resets + i, 1, "node-1"));
        if (resets) {
          listeners.get(i).setSoLinger(true, 0);
        }
        listeners.get(i).close();
      }

      awaitListeners(count -> count <= before);
    } finally {
      root.removeHandler(errors);
    }
    assertThat(errors.messages).isEmpty();
  }

  private Socket listenOnSocket() throws IOException {
    Socket socket = new Socket(events.getHost(), events.getPort());
    socket.setSoTimeout(30_000);
    socket
        .getOutputStream()
        .write("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
    assertThat(new String(socket.getInputStream().readNBytes(15), US_ASCII))
        .isEqualTo("HTTP/1.1 200 OK");
    return socket;
  }

  private static void awaitListeners(DoublePredicate count) {
    Awaitility.await("listeners")
        .atMost(Duration.ofSeconds(30))
        .until(() -> count.test(listeners()));
  }

  private static double listeners() {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("framelog_control_events_listeners"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Records what is logged at WARN or above. */
  private static final class Errors extends Handler {
    private final List<String> messages = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      if (line.getLevel().intValue() >= Level.WARNING.intValue()) {
        messages.add(line.getLoggerName() + ": " + line.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
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
