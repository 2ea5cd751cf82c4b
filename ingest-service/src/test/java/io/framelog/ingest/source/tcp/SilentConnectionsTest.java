package io.framelog.ingest.source.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.ingest.Ffmpeg;
import io.framelog.ingest.Records;
import io.framelog.ingest.TestBroker;
import io.framelog.ingest.node.IngestLifecycle;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A client of another address that connects 25 times a second and sends nothing. */
@QuarkusTest
@TestProfile(SilentConnectionsTest.FewPlaces.class)
@QuarkusTestResource(TestBroker.class)
class SilentConnectionsTest {
  private static final int PLACES = 30;

  public static class FewPlaces implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "framelog.ingest.max-connections", String.valueOf(PLACES),
          "framelog.ingest.headerless-connections", String.valueOf(PLACES));
    }
  }

  @Inject IngestLifecycle ingest;
  @Inject MeterRegistry metrics;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @Test
  void doNotBlockPublishers() throws Exception {
    List<Socket> silent = new CopyOnWriteArrayList<>();
    ScheduledExecutorService attacker = Executors.newSingleThreadScheduledExecutor();
    try {
      // given more silent connections than there are places, and 25 more each second
      ScheduledFuture<?> attack =
          attacker.scheduleAtFixedRate(() -> silent.add(connect()), 0, 40, TimeUnit.MILLISECONDS);
      await().atMost(Duration.ofSeconds(60)).until(() -> silent.size() > 2 * PLACES);

      // when a publisher connects
      try (Ffmpeg ffmpeg =
              Ffmpeg.publishVp8(
                  2, "-metadata", "title=beside-silent", "tcp://127.0.0.1:" + ingest.tcpPort());
          Records log = Records.ofStream(kafka, "beside-silent")) {
        // then it is served to its end
        assertThat(ffmpeg.exitCode()).isZero();
        assertThat(log.untilKind("end", 1)).isNotEmpty();
      }
      assertThat(attack.isDone()).as("the attack is over").isFalse();
      assertThat(metrics.get("framelog.ingest.rejections").tag("reason", "no-header").counter())
          .satisfies(counter -> assertThat(counter.count()).isPositive());
    } finally {
      attacker.shutdownNow();
      assertThat(attacker.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private Socket connect() {
    try {
      return new Socket(
          InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
          ingest.tcpPort(),
          InetAddress.getByAddress(new byte[] {127, 0, 0, 2}),
          0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
