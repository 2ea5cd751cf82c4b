package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.ClusterCommand;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.NothingLost;
import io.framelog.it.watch.ResumingViewer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills processes of {@code ./framelog cluster}. */
class ClusterCommandIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int TWO_SECONDS = 50;

  @TempDir private Path data;

  @Test
  void restartsAnEdgeAndTheBrokerWhileViewersStay() {
    List<ProcessHandle> children;
    try (ClusterCommand cluster = ClusterCommand.start(data);
        RunningProcess publisher =
            Ffmpeg.start(Recipe.H264_AAC_B_FRAMES.live("stays", cluster.tcpUrl()));
        ResumingViewer faithful = new ResumingViewer(cluster.websocket("/live/stays"));
        ResumingViewer moving =
            new ResumingViewer(
                List.of(cluster.websocket("/live/stays"), cluster.otherWebsocket("/live/stays")))) {
      List<ResumingViewer> viewers = List.of(faithful, moving);
      viewers.forEach(viewer -> viewer.awaitMore(TWO_SECONDS, PATIENCE));

      // when an edge is killed, then the broker
      cluster.killEdge();
      awaitLine(cluster, "edge-1 ended with exit code 137; it is started again in 1 s");
      viewers.forEach(viewer -> viewer.awaitMore(TWO_SECONDS, PATIENCE));
      cluster.killBroker();
      awaitLine(cluster, "broker ended with exit code 137; it is started again in 1 s");
      viewers.forEach(viewer -> viewer.awaitMore(TWO_SECONDS, PATIENCE));

      // then the edge's viewer continues at the new one, exactly at its position
      assertThat(faithful.edges()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(publisher.isAlive()).isTrue();
      NothingLost.among(viewers);
      children = cluster.children();
      assertThat(children).as("broker, ingest, control API, two edges").hasSize(5);
    }
    assertThat(children).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void restartsAProcessThatKeepsEndingWithGrowingDelays() throws IOException {
    try (ClusterCommand cluster = ClusterCommand.start(data)) {
      // when another program listens on the edge's port
      cluster.killEdge();
      try (ServerSocket taken = take(cluster.edgePort())) {
        assertThat(taken.isBound()).isTrue();
        for (int pause : List.of(2, 4)) {
          awaitLine(
              cluster, "edge-1 ended with exit code 1; it is started again in " + pause + " s");
        }
      }
      // then the viewer is served after that program has ended
      try (RunningProcess publisher =
              Ffmpeg.start(Recipe.CLASSIC_MP4.live("later", cluster.tcpUrl()));
          ResumingViewer viewer = new ResumingViewer(cluster.websocket("/live/later"))) {
        viewer.awaitMore(TWO_SECONDS, PATIENCE);
        assertThat(publisher.isAlive()).isTrue();
      }
    }
  }

  @Test
  void withFailFastTheClusterStopsWhenAProcessEnds() {
    try (ClusterCommand cluster = ClusterCommand.start(data, "--fail-fast")) {
      List<ProcessHandle> children = cluster.children();

      cluster.killEdge();

      assertThat(cluster.process().awaitExit(PATIENCE)).isEqualTo(1);
      assertThat(cluster.process().output()).contains("framelog: edge-1 ended; its log is ");
      assertThat(children).noneMatch(ProcessHandle::isAlive);
    }
  }

  private static void awaitLine(ClusterCommand cluster, String wanted) {
    String line = cluster.process().awaitLine(each -> each.startsWith(wanted), PATIENCE);
    assertThat(line).contains("; its log is ");
  }

  private static ServerSocket take(int port) {
    return Awaitility.await("the killed process's port is free")
        .atMost(PATIENCE)
        .ignoreException(UncheckedIOException.class)
        .until(() -> bind(port), ServerSocket::isBound);
  }

  private static ServerSocket bind(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " is taken", e);
    }
  }
}
