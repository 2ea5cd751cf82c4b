package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.BrokerProcess;
import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.publish.Clip;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.FramePacedPublisher;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.LogDump;
import io.framelog.it.watch.LogGrammar;
import io.framelog.it.watch.Viewer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka fails and recovers during a stream with a publisher and a viewer. */
class KafkaOutageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TWO_SECONDS = 50;

  @Test
  void publisherAndViewerWaitAndLoseNothing(@TempDir Path data) throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(data);
        Cluster cluster = Cluster.around(broker.bootstrapServers())) {
      IngestNode ingest = cluster.startIngest();
      Service edge = cluster.startEdge();
      Service control = cluster.startControlApi();
      try (Viewer viewer = Viewer.connect(edge.websocket("/live/outage"));
          Viewer foreignViewer = Viewer.connect(edge.websocket("/live/outage-ts"));
          RunningProcess publisher =
              Ffmpeg.start(Recipe.CLASSIC_WEBM.live("outage", ingest.tcpUrl()));
          RunningProcess foreign =
              Ffmpeg.start(Recipe.TS_H264_AAC.live("outage-ts", ingest.tcpUrl()))) {
        viewer.awaitParts(0, TWO_SECONDS, PATIENCE);
        foreignViewer.awaitParts(0, TWO_SECONDS, PATIENCE);

        // when it hangs until all services have noticed, and continues
        broker.freeze();
        for (Service service : List.of(ingest.service(), edge, control)) {
          service.process().awaitLine(line -> line.contains("Kafka is not available"), PATIENCE);
        }
        broker.thaw();
        awaitMore(viewer);
        edge.process().awaitLine(line -> line.contains("Kafka is available again after"), PATIENCE);

        // and when it is stopped and restarted
        broker.stop();
        broker.startAgain();
        awaitMore(viewer);
        awaitMore(foreignViewer);

        // then nobody was disconnected, and the viewer received no gap
        assertThat(publisher.isAlive()).isTrue();
        assertThat(foreign.isAlive()).as("the publisher behind a media worker").isTrue();
        assertThat(foreignViewer.takes()).hasSize(1);
        assertThat(foreignViewer.messages("gap")).isEmpty();
        assertThat(viewer.isOpen()).isTrue();
        assertThat(viewer.takes()).hasSize(1);
        assertThat(viewer.messages("gap")).isEmpty();
        assertThat(viewer.messages("end")).isEmpty();
        assertThat(control.get("/api/streams/outage").body()).contains("\"status\":\"live\"");
      }

      // and the log is one session without a hole, which the viewer has received completely
      List<LogDump.Entry> log = LogDump.read(broker.bootstrapServers(), "outage");
      LogGrammar.assertWhole("outage", log);
      LogGrammar.assertWhole("outage-ts", LogDump.read(broker.bootstrapServers(), "outage-ts"));
      assertThat(log.stream().filter(entry -> entry.kind().equals("claim"))).hasSize(1);
      for (Service service : List.of(ingest.service(), edge, control)) {
        assertSaidOnce(service, "Kafka is not available");
        assertThat(service.process().output()).doesNotContain("NetworkClient");
      }
    }
  }

  @Test
  void aPublisherThatConnectsDuringAnOutageWaitsAndIsAccepted(@TempDir Path data) throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(data);
        Cluster cluster = Cluster.around(broker.bootstrapServers())) {
      IngestNode ingest = cluster.startIngest();
      Service edge = cluster.startEdge();
      Service control = cluster.startControlApi();

      // given an outage that is longer than the time-out of any request
      broker.freeze();
      try (Viewer viewer = Viewer.connect(edge.websocket("/live/patient"));
          RunningProcess publisher =
              Ffmpeg.start(Recipe.CLASSIC_WEBM.live("patient", ingest.tcpUrl()))) {
        for (Service service : List.of(ingest.service(), control)) {
          service.process().awaitLine(line -> line.contains("Kafka is not available"), PATIENCE);
        }
        Awaitility.await("the claim fails more than once")
            .atMost(PATIENCE)
            .until(
                () ->
                    ingest.service().process().lines().stream()
                            .filter(line -> line.contains("claim is tried again"))
                            .count()
                        >= 2);
        assertThat(publisher.isAlive()).isTrue();

        // when Kafka continues
        broker.thaw();

        // then all that the publisher has buffered arrives
        viewer.awaitParts(0, TWO_SECONDS, PATIENCE);
        assertThat(publisher.isAlive()).isTrue();
      }
      LogGrammar.assertWhole("patient", LogDump.read(broker.bootstrapServers(), "patient"));
    }
  }

  @Test
  void aBacklogLargerThanAViewersQueueArrivesCompletely(@TempDir Path data) throws Exception {
    Clip clip = Clip.make(data, 40, 4_000).named("backlog");
    try (BrokerProcess broker = BrokerProcess.start(data);
        Cluster cluster = Cluster.around(broker.bootstrapServers())) {
      IngestNode ingest = cluster.startIngest();
      // one second of the stream; the outage below lasts five seconds
      Service edge = cluster.startEdge(Map.of("framelog.edge.viewer-queue", "512K"));
      try (Viewer viewer = Viewer.connect(edge.websocket("/live/backlog"));
          Viewer another = Viewer.connect(edge.websocket("/live/backlog"));
          FramePacedPublisher publisher = FramePacedPublisher.start(ingest.tcpPort(), clip)) {
        viewer.awaitParts(0, TWO_SECONDS, PATIENCE);
        another.awaitParts(0, TWO_SECONDS, PATIENCE);

        // when Kafka hangs until all services have noticed, and the whole backlog arrives at once
        broker.freeze();
        for (Service service : List.of(ingest.service(), edge)) {
          service.process().awaitLine(line -> line.contains("Kafka is not available"), PATIENCE);
        }
        broker.thaw();

        // then each viewer receives each frame
        for (Viewer each : List.of(viewer, another)) {
          each.await(
              "all frames, or a gap",
              Duration.ofMinutes(2),
              it ->
                  it.takes().get(0).binaryMessages() == clip.frames() + 1
                      || !it.messages("gap").isEmpty());
          assertThat(each.messages("gap")).isEmpty();
          assertThat(each.takes()).hasSize(1);
        }
        assertThat(publisher.isSending()).isTrue();
      }
    }
  }

  private static void awaitMore(Viewer viewer) {
    viewer.awaitParts(0, viewer.takes().get(0).binaryMessages() + TWO_SECONDS, PATIENCE);
  }

  /** Asserts one line for the outage; the restart may be too short to be noticed. */
  private static void assertSaidOnce(Service service, String what) {
    Stream<String> lines = service.process().lines().stream().filter(line -> line.contains(what));
    assertThat(lines).as(service.process().name()).hasSizeBetween(1, 2);
  }
}
