package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framelog.it.process.BrokerProcess;
import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.Viewer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of an edge's probes while Kafka hangs, for a short and for a longer time. */
class EdgeProbesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int A_SECOND = 25;

  @Test
  void onlyALongOutageMakesAnEdgeUnreadyAndNoneDisconnectsViewers(@TempDir Path data)
      throws Exception {
    try (BrokerProcess broker = BrokerProcess.start(data);
        Cluster cluster = Cluster.around(broker.bootstrapServers())) {
      IngestNode ingest = cluster.startIngest();
      Service edge = cluster.startEdge(Map.of("framelog.edge.unready-after", "8s"));
      assertProbes(edge, 200, 200, 200);
      try (Viewer viewer = Viewer.connect(edge.websocket("/live/probed"));
          RunningProcess publisher =
              Ffmpeg.start(Recipe.CLASSIC_WEBM.live("probed", ingest.tcpUrl()))) {
        viewer.awaitParts(0, A_SECOND, PATIENCE);

        // when Kafka hangs until the edge logs it, then the probes do not change yet
        broker.freeze();
        edge.process().awaitLine(line -> line.contains("Kafka is not available"), PATIENCE);
        assertProbes(edge, 200, 200, 200);

        // when it continues to hang, then only the readiness changes
        awaitReady(edge, 503);
        assertProbes(edge, 200, 200, 503);
        assertThat(viewer.isOpen()).isTrue();

        // when it continues, then the edge is ready again, and its viewer receives media
        broker.thaw();
        awaitReady(edge, 200);
        viewer.awaitParts(0, viewer.takes().get(0).binaryMessages() + A_SECOND, PATIENCE);
        assertProbes(edge, 200, 200, 200);
        assertThat(viewer.messages("gap")).isEmpty();
        assertThat(publisher.isAlive()).isTrue();
      }
    }
  }

  private static void awaitReady(Service edge, int status) {
    await("readiness is " + status)
        .atMost(PATIENCE)
        .until(() -> edge.get("/q/health/ready").statusCode() == status);
  }

  private static void assertProbes(Service edge, int started, int live, int ready)
      throws IOException, InterruptedException {
    assertThat(edge.get("/q/health/started").statusCode()).as("started").isEqualTo(started);
    assertThat(edge.get("/q/health/live").statusCode()).as("live").isEqualTo(live);
    assertThat(edge.get("/q/health/ready").statusCode()).as("ready").isEqualTo(ready);
  }
}
