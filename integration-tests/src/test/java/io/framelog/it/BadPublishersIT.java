package io.framelog.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Nonsense;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.Viewer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Invalid input closes the publisher's connection and affects nothing else. */
@ExtendWith(SharedCluster.class)
class BadPublishersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REJECTED = "framelog_ingest_rejections_total";

  @ParameterizedTest
  @EnumSource
  void isLoggedWithTheByteOffsetClosedAndCounted(Nonsense nonsense, SharedCluster.Set cluster)
      throws Exception {
    var ingest = cluster.ingest().service();
    double rejectedBefore = ingest.metric(REJECTED, "");
    int linesBefore = ingest.process().lines().size();
    // From a separate address: a refusal that repeats within seconds is not logged again.
    InetAddress from =
        InetAddress.getByName("127.0.7." + (1 + List.of(Nonsense.values()).indexOf(nonsense)));

    Nonsense.Outcome outcome = nonsense.sendTo(cluster.ingest().tcpPort(), from);

    assertThat(outcome.closedByServer()).as("closed by the server").isTrue();
    Awaitility.await("counted")
        .atMost(PATIENCE)
        .until(() -> ingest.metric(REJECTED, "") > rejectedBefore);
    String message =
        Awaitility.await("listed with the byte offset")
            .atMost(PATIENCE)
            .until(() -> refusalOf(from, cluster), Optional::isPresent)
            .orElseThrow();
    assertThat(message).containsPattern("at byte \\d+");
    Awaitility.await("logged with the address")
        .atMost(PATIENCE)
        .until(
            () ->
                ingest.process().lines().stream()
                    .skip(linesBefore)
                    .anyMatch(
                        line ->
                            line.contains(message)
                                && line.contains("tcp:" + from.getHostAddress() + ":")));
    assertThat(ingest.process().lines().stream().skip(linesBefore))
        .as("no stack trace for invalid input")
        .noneMatch(line -> line.startsWith("\tat "));
  }

  /** The API's message of an address's refusal, if there is one. */
  private static Optional<String> refusalOf(InetAddress address, SharedCluster.Set cluster)
      throws Exception {
    for (JsonNode refusal : JSON.readTree(cluster.control().get("/api/refusals").body())) {
      if (refusal.path("address").asText().equals(address.getHostAddress())) {
        assertThat(refusal.has("byteOffset")).as("byteOffset").isTrue();
        return Optional.of(refusal.path("message").asText());
      }
    }
    return Optional.empty();
  }

  @Test
  void eachServiceAnswersAMalformedUrlWithASentence(SharedCluster.Set cluster) throws IOException {
    assertThat(
            List.of(
                answer(cluster.ingest().service(), "PUT /publish/cam1?key=%zz"),
                answer(cluster.edgeA(), "GET /live/cam1.mp4?token=%zz"),
                answer(cluster.control(), "GET /api/streams?key=%zz")))
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .startsWith("HTTP/1.1 400")
                    .contains("The address has a % at character"));
  }

  private static String answer(Service service, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.httpPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      String head =
          " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
      socket.getOutputStream().write((request + head).getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @Test
  void anEndlessHeaderIsRefusedBeforeItFillsMemory(SharedCluster.Set cluster) throws Exception {
    Nonsense.Outcome outcome = Nonsense.ENDLESS_HEADER.sendTo(cluster.ingest().tcpPort());
    assertThat(outcome.bytesTaken())
        .as("bytes the server accepted: its header limit and the sockets' buffers")
        .isLessThan(16 << 20);
  }

  @Test
  void otherPublishersAreNotAffected(SharedCluster.Set cluster) throws Exception {
    try (RunningProcess publisher =
            Ffmpeg.start(Recipe.CLASSIC_MP4.live("undisturbed", cluster.ingest().tcpUrl()));
        Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/undisturbed"))) {
      viewer.awaitParts(0, 10, PATIENCE);
      for (Nonsense nonsense : Nonsense.values()) {
        nonsense.sendTo(cluster.ingest().tcpPort());
      }
      int now = viewer.takes().get(0).binaryMessages();
      viewer.awaitParts(0, now + 50, PATIENCE);
      assertThat(viewer.messages("gap")).isEmpty();
      assertThat(viewer.takes()).hasSize(1);
      assertThat(publisher.isAlive()).isTrue();
    }
  }
}
