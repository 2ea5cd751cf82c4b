package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.Service;
import io.framelog.it.process.ThreeRacks;
import io.framelog.it.publish.Clip;
import io.framelog.it.publish.FramePacedPublisher;
import io.framelog.it.watch.Viewer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edges that read from the replica of their rack, and the failure of its broker. */
class FollowerFetchIT {
  private static final String STREAM = "racks";
  private static final int FPS = 25;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void anEdgeReadsFromItsRackAndContinuesWithoutAGapWhenThatBrokerFails(@TempDir Path folder) {
    Clip clip = Clip.make(folder, 90, 500).named(STREAM);
    try (ThreeRacks kafka = ThreeRacks.start(folder);
        Cluster cluster = Cluster.around(kafka.bootstrapServers())) {
      IngestNode ingest = cluster.startIngest(kafka.properties(), Map.of());
      try (FramePacedPublisher publisher = FramePacedPublisher.start(ingest.tcpPort(), clip)) {
        Awaitility.await("a log")
            .atMost(PATIENCE)
            .ignoreExceptions()
            .until(() -> !kafka.leader(STREAM).isEmpty() && publisher.isSending());
        String leader = kafka.leader(STREAM);
        String other = ThreeRacks.otherThan(leader).get(0);
        Map<String, String> properties = new HashMap<>(kafka.properties());
        properties.put("framelog.rack", other);
        Service edge = cluster.startEdge(properties);
        try (Viewer viewer = Viewer.connect(edge.websocket("/live/" + STREAM))) {
          viewer.awaitParts(0, 8 * FPS, PATIENCE);

          // then most bytes come from the replica of its rack
          long near = kafka.in(other).bytesSentTo(edge.process());
          assertThat(near).isGreaterThan(2 * kafka.in(leader).bytesSentTo(edge.process()));

          // and nothing is missing when its broker is killed
          kafka.in(other).process().kill();
          viewer.awaitParts(0, viewer.takes().get(0).binaryMessages() + 5 * FPS, PATIENCE);
          assertThat(viewer.takes()).hasSize(1);
          assertThat(viewer.messages("gap")).isEmpty();
          assertThat(publisher.isSending()).isTrue();
        }
      }
    }
  }
}
