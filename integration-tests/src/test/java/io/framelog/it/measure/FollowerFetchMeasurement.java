package io.framelog.it.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.Service;
import io.framelog.it.process.ThreeRacks;
import io.framelog.it.publish.Clip;
import io.framelog.it.publish.FramePacedPublisher;
import io.framelog.it.watch.Take;
import io.framelog.it.watch.Viewer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the milliseconds from a publisher's write to a viewer's receipt, at an edge in the rack
 * of the log's leader and at the same time at one that reads from a follower; then again while
 * first that follower's broker and then the leader's is killed.
 */
class FollowerFetchMeasurement {
  private static final String STREAM = "racks";
  private static final int SECONDS = 60;
  private static final int FPS = 25;
  private static final int WARM_UP = 5 * FPS;
  private static final Duration PATIENCE = Duration.ofSeconds(SECONDS + 90);

  @Test
  void besideTheLeader(@TempDir Path folder) {
    Clip steady = Clip.make(folder, SECONDS, 2000).named(STREAM);
    try (ThreeRacks kafka = ThreeRacks.start(folder);
        Cluster cluster = Cluster.around(kafka.bootstrapServers())) {
      IngestNode ingest = cluster.startIngest(kafka.properties(), Map.of());
      makeLog(kafka, ingest, Clip.make(folder, 2, 2000).named(STREAM));
      String leader = kafka.leader(STREAM);
      String other = ThreeRacks.otherThan(leader).get(0);
      Service near = startEdge(cluster, kafka, leader);
      Service far = startEdge(cluster, kafka, other);
      try (Viewer nearViewer = Viewer.connect(near.websocket("/live/" + STREAM));
          Viewer farViewer = Viewer.connect(far.websocket("/live/" + STREAM))) {
        nearViewer.awaitMessage("waiting", 1, PATIENCE);
        farViewer.awaitMessage("waiting", 1, PATIENCE);
        try (FramePacedPublisher publisher = FramePacedPublisher.start(ingest.tcpPort(), steady)) {
          awaitAll(nearViewer, steady.frames());
          awaitAll(farViewer, steady.frames());
          tell("edge in the leader's rack", publisher, newest(nearViewer), steady.frames());
          tell("edge in a follower's rack", publisher, newest(farViewer), steady.frames());
        }
        tellServed("near edge", near, kafka, leader, other);
        tellServed("far edge", far, kafka, leader, other);

        try (FramePacedPublisher publisher = FramePacedPublisher.start(ingest.tcpPort(), steady)) {
          awaitPart(nearViewer, 5 * FPS);
          awaitPart(farViewer, 5 * FPS);
          kafka.in(other).process().kill();
          awaitPart(farViewer, 20 * FPS);
          kafka.in(other).startAgain();
          kafka.in(other).awaitListening();
          kafka.awaitInSync(STREAM);
          kafka.in(leader).process().kill();
          awaitAll(nearViewer, steady.frames());
          awaitAll(farViewer, steady.frames());
          assertThat(publisher.isSending()).isTrue();
          tell("brokers killed, leader's", publisher, newest(nearViewer), steady.frames());
          tell("brokers killed, follower's", publisher, newest(farViewer), steady.frames());
        }
        System.out.printf(
            "run: announced gaps leader's=%d follower's=%d%n",
            nearViewer.messages("gap").size(), farViewer.messages("gap").size());
      }
    }
  }

  private static void makeLog(ThreeRacks kafka, IngestNode ingest, Clip clip) {
    try (FramePacedPublisher publisher = FramePacedPublisher.start(ingest.tcpPort(), clip)) {
      Awaitility.await("the log is created")
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> !kafka.leader(STREAM).isEmpty() && publisher.isSending());
    }
    kafka.awaitInSync(STREAM);
  }

  private static Service startEdge(Cluster cluster, ThreeRacks kafka, String rack) {
    Map<String, String> properties = new HashMap<>(kafka.properties());
    properties.put("framelog.rack", rack);
    return cluster.startEdge(properties);
  }

  private static Take newest(Viewer viewer) {
    return viewer.takes().get(viewer.takes().size() - 1);
  }

  private static void awaitAll(Viewer viewer, int frames) {
    viewer.await(
        frames + " parts",
        PATIENCE,
        each -> !each.takes().isEmpty() && newest(each).binaryMessages() > frames);
  }

  private static void awaitPart(Viewer viewer, int part) {
    viewer.await(
        part + " parts of the second",
        PATIENCE,
        each -> each.takes().size() > 1 && newest(each).binaryMessages() > part);
  }

  private static void tell(String which, FramePacedPublisher publisher, Take take, int frames) {
    double[] millis = new double[frames - WARM_UP];
    for (int frame = WARM_UP; frame < frames; frame++) {
      millis[frame - WARM_UP] = (take.partAt(frame) - publisher.writtenAt(frame)) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        "run: %-26s p50=%.1f p95=%.1f p99=%.1f worst=%.1f ms of %d frames%n",
        which,
        millis[millis.length / 2],
        millis[millis.length * 95 / 100],
        millis[millis.length * 99 / 100],
        millis[millis.length - 1],
        millis.length);
  }

  private static void tellServed(
      String which, Service edge, ThreeRacks kafka, String leader, String follower) {
    System.out.printf(
        "run: %s received %.1f MB of the leader and %.1f MB of the follower%n",
        which,
        kafka.in(leader).bytesSentTo(edge.process()) / 1e6,
        kafka.in(follower).bytesSentTo(edge.process()) / 1e6);
  }
}
