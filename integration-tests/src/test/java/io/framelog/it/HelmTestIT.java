package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.Ports;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.SharedCluster;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests the script of {@code helm test} with available and missing services. */
@ExtendWith(SharedCluster.class)
class HelmTestIT {
  private static final Path FILES = Path.of("..", "k8s", "helm", "framelog", "files");

  @Test
  void publishesWatchesAndRemoves(SharedCluster.Set cluster) {
    URI ingest = URI.create(cluster.ingest().tcpUrl());
    URI edge = cluster.edgeA().http("/");

    try (RunningProcess test = run(ingest, edge, cluster.control().http("/"), 30)) {
      assertThat(test.awaitExit(Duration.ofSeconds(90))).as(test.output()).isZero();
      assertThat(test.output())
          .contains("ok: publisher accepted")
          .contains("ok: stream helm-test in the control API")
          .contains("ok: media from an edge")
          .contains("ok: removal of the stream");
    }
  }

  @Test
  void reportsAMissingService(SharedCluster.Set cluster) {
    URI ingest = URI.create(cluster.ingest().tcpUrl());
    URI nobody = URI.create("http://localhost:" + Ports.free());

    try (RunningProcess test = run(ingest, nobody, cluster.control().http("/"), 3)) {
      assertThat(test.awaitExit(Duration.ofSeconds(60))).as(test.output()).isEqualTo(1);
      assertThat(test.output()).contains("FAILED: no media from an edge");
    }
  }

  private static RunningProcess run(URI ingest, URI edge, URI control, int patience) {
    ProcessBuilder builder = new ProcessBuilder("bash", FILES.resolve("helm-test.sh").toString());
    builder.environment().put("INGEST", ingest.getAuthority());
    builder.environment().put("EDGE", edge.getAuthority());
    builder.environment().put("CONTROL", control.getAuthority());
    builder.environment().put("CLIP", FILES.resolve("helm-test.webm").toString());
    builder.environment().put("PATIENCE", "" + patience);
    return RunningProcess.start("helm test", builder);
  }
}
