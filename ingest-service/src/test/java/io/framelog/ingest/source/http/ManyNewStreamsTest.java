package io.framelog.ingest.source.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.ingest.Ffmpeg;
import io.framelog.ingest.Records;
import io.framelog.ingest.TestBroker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** One anonymous client that publishes under 300 names, at a node with the default limits. */
@QuarkusTest
@TestProfile(ManyNewStreamsTest.Alone.class)
@QuarkusTestResource(TestBroker.class)
class ManyNewStreamsTest {
  private static final int NAMES = 300;

  /** A separate application, so that streams of other tests do not count. */
  public static class Alone implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("framelog.ingest.connection-rate.per-address", "0");
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();

  @TestHTTPResource("/publish/")
  URI publish;

  @Inject MeterRegistry metrics;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @Test
  void areRefusedForAMinuteBeforeTheyHaveATopic() throws Exception {
    byte[] clip;
    try (Ffmpeg ffmpeg = Ffmpeg.encodeVp8(1)) {
      clip = ffmpeg.bytes().readAllBytes();
    }

    // when 300 names are published, one after the other
    List<HttpResponse<String>> answers =
        IntStream.range(0, NAMES).mapToObj(i -> put("flood-" + i, clip)).toList();

    // then a burst is accepted, and few more, however long it took
    List<HttpResponse<String>> refused =
        answers.stream().filter(answer -> answer.statusCode() == 429).toList();
    assertThat(refused).as("refused of %d", NAMES).hasSizeGreaterThan(NAMES / 3);
    assertThat(refused)
        .allSatisfy(
            answer ->
                assertThat(answer.body())
                    .contains("too-many-new-streams", "30 new streams a minute from 127.0.0.1"));
    assertThat(answers.subList(0, 60)).allMatch(answer -> answer.statusCode() == 200);
    assertThat(topics()).hasSize(NAMES - refused.size());
    assertThat(
            metrics
                .get("framelog.ingest.rejections")
                .tag("reason", "too-many-new-streams")
                .counter()
                .count())
        .isEqualTo(refused.size());

    // and an existing stream may be published again
    assertThat(put("flood-0", clip).statusCode()).isEqualTo(200);
    try (Records log = Records.ofStream(kafka, "flood-0")) {
      assertThat(log.untilKind("end", 2)).isNotEmpty();
    }
  }

  private HttpResponse<String> put(String stream, byte[] clip) {
    try {
      return client.send(
          HttpRequest.newBuilder(publish.resolve(stream))
              .PUT(HttpRequest.BodyPublishers.ofByteArray(clip))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError("stream " + stream, e);
    }
  }

  private List<String> topics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      return admin.listTopics().names().get().stream()
          .filter(name -> name.startsWith("framelog.live.flood-"))
          .toList();
    }
  }
}
