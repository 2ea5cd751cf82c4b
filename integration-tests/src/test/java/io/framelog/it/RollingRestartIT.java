package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.PlayedVideo;
import io.framelog.it.process.Balancer;
import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.LogDump;
import io.framelog.it.watch.ResumingViewer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Edges behind a load balancer are restarted; no viewer loses or repeats a frame. */
class RollingRestartIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String STREAM = "rolling";
  private static final int A_SECOND = 25;

  private final Cluster cluster = Cluster.startBroker();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Service startEdge() {
    return cluster.startEdge(Map.of("framelog.edge.moved-grace", "3s"));
  }

  @Test
  void restartsBothEdgesWhileViewersWatch() throws Exception {
    IngestNode ingest = cluster.startIngest();
    Service first = startEdge();
    Service second = startEdge();
    try (Balancer balancer = new Balancer(first, second);
        RunningProcess publisher =
            Ffmpeg.start(Recipe.H264_AAC_B_FRAMES.live(STREAM, ingest.tcpUrl()));
        Chromium chromium = Chromium.launch()) {
      // given viewers on both edges: minimal ones and a browser
      List<ResumingViewer> viewers = watchers(balancer, 4);
      Page page = chromium.open(balancer.http("/watch/" + STREAM).toString());
      PlayedVideo video = new PlayedVideo(page).awaitPlaying().awaitAdvance(3);

      // when one edge is replaced, then the other
      int stalls = stallsWhile(page, video, () -> terminate(first));
      Service third = startEdge();
      balancer.add(third);
      stalls += stallsWhile(page, video, () -> terminate(second));
      Service fourth = startEdge();
      balancer.add(fourth);
      viewers.forEach(viewer -> viewer.awaitMore(A_SECOND, PATIENCE));

      // then the browser was handed over at least once, and its picture never froze
      assertThat(stalls).as("stalls during the stop of an edge: %s", video.look().story()).isZero();
      assertThat(number(page, "reconnects")).as("sockets lost, not handed over").isZero();
      assertThat(number(page, "gaps")).isZero();
      assertThat(video.look().errors()).isEmpty();
      assertThat(page.evaluate("() => document.querySelector('video').buffered.length"))
          .as("ranges in the buffer")
          .isEqualTo(1);
      page.close();

      // and each viewer has received each frame of the log once
      viewers.forEach(ResumingViewer::close);
      assertThat(publisher.isAlive()).isTrue();
      assertWhole(viewers, 2);
      for (Service gone : List.of(first, second)) {
        assertThat(gone.process().output()).contains("viewers were moved").contains("left=0");
      }
    }
  }

  @Test
  void anEdgeIsKilledWhileViewersWatch() throws Exception {
    IngestNode ingest = cluster.startIngest();
    Service first = startEdge();
    Service second = startEdge();
    try (Balancer balancer = new Balancer(first, second);
        RunningProcess publisher =
            Ffmpeg.start(Recipe.H264_AAC_B_FRAMES.live(STREAM, ingest.tcpUrl()))) {
      // given viewers on both edges, in the middle of chunks
      List<ResumingViewer> viewers = watchers(balancer, 4);

      // when one is killed
      first.process().kill();
      viewers.forEach(viewer -> viewer.awaitMore(2 * A_SECOND, PATIENCE));

      // then its viewers continue at the other one, exactly at their positions; the others notice
      // nothing
      viewers.forEach(ResumingViewer::close);
      assertThat(publisher.isAlive()).isTrue();
      assertThat(viewers.stream().filter(viewer -> viewer.edges().size() == 2)).hasSize(2);
      assertThat(viewers.stream().filter(viewer -> viewer.edges().size() == 1)).hasSize(2);
      assertWhole(viewers, 1);
    }
  }

  private static List<ResumingViewer> watchers(Balancer balancer, int count) {
    List<ResumingViewer> viewers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ResumingViewer viewer = new ResumingViewer(balancer.websocket("/live/" + STREAM));
      viewers.add(viewer);
      viewer.awaitMore(A_SECOND / 2, PATIENCE);
    }
    return viewers;
  }

  private static void terminate(Service edge) {
    assertThat(edge.process().terminate(PATIENCE)).as("exit code").isEqualTo(143);
  }

  /**
   * Counts the player's stalls, without the start of a JVM, which occupies this machine's
   * processors.
   */
  private static int stallsWhile(Page page, PlayedVideo video, Runnable what) {
    int before = number(page, "stalls");
    what.run();
    video.awaitAdvance(2);
    return number(page, "stalls") - before;
  }

  private static int number(Page page, String statistic) {
    return ((Number) page.evaluate("name => globalThis.framelog.stats[name]", statistic))
        .intValue();
  }

  private void assertWhole(List<ResumingViewer> viewers, int edgesAtLeast) {
    List<LogDump.Entry> log =
        LogDump.read(cluster.bootstrapServers(), STREAM).stream()
            .filter(entry -> entry.kind().equals("part"))
            .toList();
    for (ResumingViewer viewer : viewers) {
      List<ResumingViewer.Part> seen = viewer.parts();
      assertThat(viewer.edges()).hasSizeGreaterThanOrEqualTo(edgesAtLeast);
      assertThat(viewer.gaps()).isEmpty();
      long firstOffset = seen.get(0).offset();
      List<LogDump.Entry> expected =
          log.stream().dropWhile(entry -> entry.offset() < firstOffset).limit(seen.size()).toList();
      assertThat(seen.stream().map(ResumingViewer.Part::offset))
          .as("offsets of parts, served by %s", viewer.edges())
          .containsExactlyElementsOf(expected.stream().map(LogDump.Entry::offset).toList());
      assertThat(IntStream.range(0, seen.size()))
          .as("parts whose bytes are those in the log")
          .allMatch(i -> expected.get(i).value().equals(seen.get(i).bytes()));
    }
  }
}
