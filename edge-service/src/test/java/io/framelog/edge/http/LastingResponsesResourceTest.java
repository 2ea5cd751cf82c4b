package io.framelog.edge.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framelog.edge.EdgeBroker;
import io.framelog.edge.MetricsPage;
import io.framelog.edge.TestPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.EOFException;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lifetime of connections with endless responses. */
@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
@TestProfile(LastingResponsesResourceTest.Impatient.class)
class LastingResponsesResourceTest {
  /**
   * Short time-outs. The stall time-out is shorter than the idle time-out, which would also close a
   * stalled connection whose body is written through Vert.x.
   */
  public static class Impatient implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("framelog.edge.stall-timeout", "1s", "quarkus.http.idle-timeout", "4s");
    }
  }

  private static final int PART_BYTES = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TestHTTPResource("/")
  URL edge;

  private TestPublisher publisher;

  @BeforeEach
  void publisher() {
    publisher = new TestPublisher(bootstrapServers);
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  private RawReader ask(String version) throws IOException {
    publisher.awaitKnown();
    return new RawReader(edge.getPort())
        .ask("GET /live/" + publisher.stream() + ".mp4 " + version, "");
  }

  private static double stalled() {
    return MetricsPage.sum("framelog_edge_viewers_given_up_total", "reason=\"stalled\"");
  }

  @Test
  void aConnectionIsNotIdleDuringABodyButAfterIt() throws IOException {
    publisher.begin().chunk(1);
    try (RawReader reader = ask("HTTP/1.1")) {
      reader.head();
      assertThat(reader.chunk()).isEqualTo("init");
      assertThat(reader.chunk()).isEqualTo("c0p0;");
      long began = System.nanoTime();
      int part = 1;
      while (System.nanoTime() - began < Duration.ofSeconds(6).toNanos()) {
        publisher.parts(1);
        assertThat(reader.chunk()).isEqualTo(TestPublisher.name(0, part++));
      }

      publisher.end();
      assertThat(reader.chunk()).isEmpty();
      assertThatThrownBy(reader::head).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void aClientThatAcceptsNoDataIsDisconnected() throws IOException {
    publisher.withPartBytes(PART_BYTES).begin().chunk(1);
    double before = stalled();
    for (String version : new String[] {"HTTP/1.1", "HTTP/1.0"}) {
      double given = stalled();
      try (RawReader stalled = ask(version)) {
        stalled.head();
        for (int i = 0; i < 20; i++) {
          publisher.chunk(1);
        }
        await().atMost(PATIENCE).until(() -> stalled() > given);
      }
    }
    assertThat(stalled()).isEqualTo(before + 2);
  }
}
