package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.LogDump;
import io.framelog.it.watch.LogGrammar;
import io.framelog.it.watch.Viewer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Publishers start, end, race and are removed, while viewers stay connected. */
@ExtendWith(SharedCluster.class)
class SessionsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aViewerStaysConnectedWhenThePublisherRestarts(SharedCluster.Set cluster) {
    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/stays"))) {
      // given a viewer that connects before any publisher
      viewer.awaitMessage("waiting", 1, PATIENCE);

      // when a publisher starts, ends and starts again
      try (RunningProcess publisher =
          Ffmpeg.start(Recipe.CLASSIC_WEBM.live("stays", cluster.ingest().tcpUrl()))) {
        viewer.awaitParts(0, 30, PATIENCE);
        assertThat(publisher.isAlive()).isTrue();
      }
      viewer.awaitMessage("waiting", 2, PATIENCE);
      try (RunningProcess publisher =
          Ffmpeg.start(Recipe.CLASSIC_WEBM.live("stays", cluster.ingest().tcpUrl()))) {
        viewer.awaitParts(1, 30, PATIENCE);
        assertThat(publisher.isAlive()).isTrue();
      }

      // then both sessions were sent on the same socket
      assertThat(viewer.isOpen()).isTrue();
      assertThat(viewer.messages("hello")).hasSize(1);
      assertThat(viewer.takes().get(1).session()).isGreaterThan(viewer.takes().get(0).session());
    }
  }

  @Test
  void aPublisherWithoutANamePublishesTheDefaultStream(SharedCluster.Set cluster) {
    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/live"));
        RunningProcess publisher =
            Ffmpeg.start(Recipe.CLASSIC_MP4.live("", cluster.ingest().tcpUrl()))) {
      viewer.awaitParts(0, 30, PATIENCE);
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  @Test
  void httpPutPublishes(SharedCluster.Set cluster) {
    List<String> command =
        new ArrayList<>(
            Recipe.CLASSIC_WEBM.live("put", cluster.ingest().httpUrl("put") + "?key=s3cr3t"));
    command.addAll(command.size() - 1, List.of("-method", "PUT"));
    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/put"));
        RunningProcess publisher = Ffmpeg.start(command)) {
      viewer.awaitParts(0, 30, PATIENCE);
      assertThat(publisher.isAlive()).isTrue();
    }
    assertThat(cluster.ingest().service().process().output()).doesNotContain("s3cr3t");
  }

  @Test
  void aSecondPublisherTakesOverAndTheFirstIsDisconnected() throws Exception {
    try (Cluster cluster = Cluster.startBroker()) {
      IngestNode left = cluster.startIngest();
      IngestNode right = cluster.startIngest();
      Service edge = cluster.startEdge();
      try (Viewer viewer = Viewer.connect(edge.websocket("/live/race"));
          RunningProcess first = Ffmpeg.start(Recipe.CLASSIC_MP4.live("race", left.tcpUrl()))) {
        viewer.awaitParts(0, 30, PATIENCE);

        // when a publisher on another node uses the same name
        try (RunningProcess second =
            Ffmpeg.start(Recipe.CLASSIC_MP4.live("race", right.tcpUrl()))) {
          viewer.awaitParts(1, 30, PATIENCE);

          // then the first one's connection is closed, and the log has one session after the other
          first.awaitExit(PATIENCE);
          assertThat(second.isAlive()).isTrue();
          left.service()
              .process()
              .awaitLine(line -> line.contains("another publisher took the stream"), PATIENCE);
        }
      }
      LogGrammar.assertOneOwnerAtATime("race", LogDump.read(cluster.bootstrapServers(), "race"));
    }
  }

  @Test
  void ofTwoRacingPublishersOneStays(SharedCluster.Set shared) throws Exception {
    try (Cluster cluster = Cluster.startBroker()) {
      IngestNode left = cluster.startIngest();
      IngestNode right = cluster.startIngest();
      try (RunningProcess one = Ffmpeg.start(Recipe.CLASSIC_MP4.live("dead-heat", left.tcpUrl()));
          RunningProcess other =
              Ffmpeg.start(Recipe.CLASSIC_MP4.live("dead-heat", right.tcpUrl()))) {
        Awaitility.await("one of the two is disconnected")
            .atMost(PATIENCE)
            .until(() -> one.isAlive() != other.isAlive());
        RunningProcess winner = one.isAlive() ? one : other;
        long before = parts(cluster.bootstrapServers(), "dead-heat");
        Awaitility.await("the other one continues")
            .atMost(PATIENCE)
            .until(() -> parts(cluster.bootstrapServers(), "dead-heat") > before + 50);
        assertThat(winner.isAlive()).isTrue();
      }
      LogGrammar.assertOneOwnerAtATime(
          "dead-heat", LogDump.read(cluster.bootstrapServers(), "dead-heat"));
    }
  }

  @Test
  void aStreamDeletedAndPublishedAgainGivesAnOldPositionAGap(SharedCluster.Set cluster)
      throws Exception {
    String old;
    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/reborn"));
        RunningProcess publisher =
            Ffmpeg.start(Recipe.CLASSIC_WEBM.live("reborn", cluster.ingest().tcpUrl()))) {
      viewer.awaitParts(0, 60, PATIENCE);
      var chunks = viewer.messages("chunk");
      old = String.valueOf(chunks.get(chunks.size() - 1).get("position"));

      // when it is deleted during its session, and published again with another codec
      int status = cluster.control().delete("/api/streams/reborn?logId=any").statusCode();
      assertThat(status).as("DELETE").isBetween(200, 204);
      publisher.awaitExit(PATIENCE);
    }
    assertThat(cluster.control().get("/api/streams/reborn").statusCode()).isEqualTo(404);
    try (RunningProcess publisher =
            Ffmpeg.start(Recipe.CLASSIC_MP4.live("reborn", cluster.ingest().tcpUrl()));
        Viewer fresh = Viewer.connect(cluster.edgeB().websocket("/live/reborn"))) {
      fresh.awaitParts(0, 60, PATIENCE);

      // then the old position is answered with a gap and the new stream's bytes
      URI resume = cluster.edgeA().websocket("/live/reborn?from=" + old);
      try (Viewer returning = Viewer.connect(resume)) {
        returning.awaitMessage("gap", 1, PATIENCE);
        returning.awaitParts(0, 10, PATIENCE);
        assertThat(returning.takes().get(0).mime()).contains("mp4");
        assertThat(publisher.isAlive()).isTrue();
      }
    }
  }

  @Test
  void aPositionResumesExactlyThereOnAnotherEdge(SharedCluster.Set cluster) throws Exception {
    try (RunningProcess publisher =
            Ffmpeg.start(Recipe.CLASSIC_MP4.live("resume", cluster.ingest().tcpUrl()));
        Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/resume"))) {
      viewer.awaitMessage("chunk", 3, PATIENCE);
      String position = String.valueOf(viewer.messages("chunk").get(1).get("position"));
      try (Viewer other =
          Viewer.connect(cluster.edgeB().websocket("/live/resume?from=" + position))) {
        other.awaitMessage("chunk", 2, PATIENCE);
        assertThat(other.messages("gap")).isEmpty();
        assertThat(other.messages("chunk").get(0)).containsEntry("position", position);
        other.awaitParts(0, 40, PATIENCE);
        assertThat(publisher.isAlive()).isTrue();
      }
    }
  }

  @Test
  void theControlApiListsAStreamWithinASecond(SharedCluster.Set cluster) throws Exception {
    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/listed"));
        RunningProcess publisher =
            Ffmpeg.start(Recipe.CLASSIC_MP4.live("listed", cluster.ingest().tcpUrl()))) {
      viewer.awaitMessage("start", 1, PATIENCE);
      Awaitility.await("listed as live")
          .atMost(Duration.ofSeconds(1))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> cluster.control().get("/api/streams/listed").body().contains("\"live\""));
      publisher.stop();
      viewer.awaitMessage("end", 1, PATIENCE);
      Awaitility.await("listed as ended")
          .atMost(Duration.ofSeconds(1))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> cluster.control().get("/api/streams/listed").body().contains("\"ended\""));
    }
  }

  private static long parts(String bootstrapServers, String stream) {
    return LogDump.read(bootstrapServers, stream).stream()
        .filter(each -> each.kind().equals("part"))
        .count();
  }
}
