package io.framelog.edge.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.edge.Crowd;
import io.framelog.edge.EdgeBroker;
import io.framelog.edge.ManyStreams;
import io.framelog.edge.TestPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hamcrest.Matchers;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** Many viewers, many streams, many names; a real broker, real sockets. Times are only logged. */
@QuarkusTest
@QuarkusTestResource(EdgeBroker.class)
@TestProfile(ChannelsAtScaleResourceTest.OneAddress.class)
class ChannelsAtScaleResourceTest {
  /** All viewers have one address, and a busy machine may send their requests seconds later. */
  public static class OneAddress implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("framelog.http.idle-per-address", "0", "framelog.http.request-timeout", "60s");
    }
  }

  private static final Logger LOG = Logger.getLogger(ChannelsAtScaleResourceTest.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TestHTTPResource("/")
  URL edge;

  @Inject MeterRegistry registry;
  @Inject Channels channels;

  private double recordsRead() {
    return registry.get("framelog.edge.log.records").counter().count();
  }

  @Test
  void theLogIsReadOnceForTwoThousandViewersOfAColdStream() {
    int viewers = 2000;
    try (TestPublisher publisher = new TestPublisher(bootstrapServers);
        Crowd crowd = new Crowd(edge.getPort())) {
      // given a stream without viewers, with a chunk before the newest one
      publisher.begin().chunk(30).chunk(5);
      publisher.awaitKnown();
      double before = recordsRead();

      // when all viewers connect at once, and the stream continues
      for (int i = 0; i < viewers; i++) {
        crowd.join("/live/" + publisher.stream());
      }
      await().atMost(PATIENCE).until(() -> crowd.served() + crowd.failures().size() >= viewers);
      publisher.parts(2);
      await().atMost(PATIENCE).until(() -> crowd.parts() >= viewers * 7);
      LOG.infof("cold stream: %s", crowd.joinTimes());

      // then each viewer has each part once, and the log was read once, from the newest header on
      assertThat(crowd.failures()).isEmpty();
      assertThat(crowd.parts()).isEqualTo(viewers * 7);
      assertThat(recordsRead() - before).isEqualTo(1 + 5 + 2);
      assertThat(channels.viewers(publisher.stream().value())).isEqualTo(viewers);
    }
  }

  @Test
  void viewersOfFiveHundredStreamsAreAllServed() throws Exception {
    int count = 500;
    try (ManyStreams many = new ManyStreams(bootstrapServers, count);
        Crowd crowd = new Crowd(edge.getPort());
        Crowd late = new Crowd(edge.getPort());
        TestPublisher newcomer = new TestPublisher(bootstrapServers)) {
      // given a viewer of each stream
      TestPublisher.awaitKnown(many.streams().get(count - 1));
      many.streams().forEach(stream -> crowd.join("/live/" + stream));
      await().atMost(PATIENCE).until(() -> crowd.served() >= count);
      LOG.infof("500 streams at once: %s", crowd.joinTimes());

      // when all streams continue, then each viewer has each part
      many.parts(10);
      await().atMost(PATIENCE).until(() -> crowd.parts() >= count * 11);
      assertThat(crowd.parts()).isEqualTo(count * 11);

      // and idle streams do not delay a new one
      newcomer.begin().chunk(1);
      newcomer.awaitKnown();
      late.join("/live/" + newcomer.stream());
      await().atMost(PATIENCE).until(() -> late.served() == 1);
      late.join("/live/" + newcomer.stream());
      await().atMost(PATIENCE).until(() -> late.served() == 2);
      LOG.infof("one more beside 500 idle ones, cold and warm: %s", late.joinTimes());
    }
  }

  @Test
  void namesThatDoNotExistLeaveNoChannelOrMetric() {
    int names = 3000;
    try (Crowd crowd = new Crowd(edge.getPort());
        LogLines log = LogLines.with("nobody-")) {
      // given the edge's metrics before
      int metrics = registry.getMeters().size();
      int open = channels.size();

      // when thousands of names are requested, each once
      for (int i = 0; i < names; i++) {
        crowd.join("/live/nobody-" + i);
      }
      await().atMost(PATIENCE).until(() -> crowd.connected() + crowd.failures().size() == names);
      assertThat(crowd.failures()).isEmpty();
      crowd.leave();
      await().atMost(PATIENCE).until(() -> crowd.closed() == names);
      for (int i = 0; i < 300; i++) {
        ask("nobody-" + i);
      }

      // then there is no channel or metric of them, apart from metrics of Vert.x for requests
      await().atMost(PATIENCE).until(() -> channels.size() <= open);
      assertThat(registry.getMeters().size() - metrics).isLessThan(names / 10);
      assertThat(RestAssured.get("/q/metrics").body().asString()).doesNotContain("nobody-");
      // and nothing was logged
      assertThat(log.lines()).isEmpty();
    }
  }

  private static void ask(String name) {
    for (String ending : List.of(".mp4", ".webm", ".mjpeg", ".jpg", ".m3u8", "")) {
      RestAssured.get("/live/" + name + ending).then().statusCode(Matchers.greaterThan(399));
    }
  }
}
