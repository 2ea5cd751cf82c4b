package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.Service;
import io.framelog.it.publish.Clip;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.RawPublisher;
import io.framelog.it.watch.Fragments;
import io.framelog.it.watch.LogDump;
import io.framelog.it.watch.LogGrammar;
import io.framelog.it.watch.ResumingViewer;
import io.framelog.it.watch.Take;
import io.framelog.it.watch.Viewer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Publishers that flap, race and hang: one session at a time owns the stream, and viewers continue.
 */
class ComingAndGoingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int FLAPS = 50;
  private static final int RACES = 100;

  @TempDir private static Path folder;
  private static Cluster cluster;
  private static IngestNode left;
  private static IngestNode right;
  private static Service edge;
  private static Service control;
  private static Clip clip;
  private static Clip longClip;

  @BeforeAll
  static void start() {
    cluster = Cluster.startBroker();
    left = cluster.startIngest();
    right = cluster.startIngest();
    edge = cluster.startEdge();
    control = cluster.startControlApi();
    clip = Clip.make(folder, 10, 500);
    longClip = Clip.make(folder, 90, 200);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void viewersReceiveOneStreamFromAFlappingPublisher() throws Exception {
    Clip flapping = clip.named("flapping");
    try (Viewer viewer = Viewer.connect(edge.websocket("/live/flapping"))) {
      viewer.awaitMessage("waiting", 1, PATIENCE);

      // when it disconnects repeatedly, by close or reset, and reconnects to either node
      for (int flap = 0; flap < FLAPS; flap++) {
        int port = (flap % 3 == 0 ? right : left).tcpPort();
        RawPublisher publisher = RawPublisher.start(port, flapping, 4);
        viewer.awaitParts(flap, 5 + flap % 7, PATIENCE);
        if (flap % 2 == 0) {
          publisher.drop();
        } else {
          publisher.reset();
        }
        if (flap % 10 == 9) {
          assertThat(control.get("/api/streams/flapping").body()).contains("\"status\":\"live\"");
        }
      }

      // then the viewer has received every session on one socket, without a further `waiting`
      assertThat(viewer.isOpen()).isTrue();
      assertThat(viewer.messages("waiting")).hasSize(1);
      assertThat(viewer.takes()).hasSize(FLAPS);
      assertThat(viewer.takes().stream().map(Take::session)).isSorted().doesNotHaveDuplicates();
      viewer.awaitMessage("end", FLAPS, PATIENCE);
    }
    List<LogDump.Entry> log = LogDump.read(cluster.bootstrapServers(), "flapping");
    LogGrammar.assertWhole("flapping", log);
    assertThat(log.stream().filter(entry -> entry.kind().equals("claim"))).hasSize(FLAPS);
    assertNoHole(log);
  }

  @Test
  void aWaitingViewerReceivesEveryFrameOfAMinuteThatArrivesAtOnce() throws Exception {
    try (Viewer viewer = Viewer.connect(edge.websocket("/live/flood"))) {
      viewer.awaitMessage("waiting", 1, PATIENCE);

      Ffmpeg.run(
          PATIENCE,
          List.of(
              "-f",
              "lavfi",
              "-i",
              "testsrc2=size=128x72:rate=25",
              "-t",
              "60",
              "-c:v",
              "libx264",
              "-preset",
              "ultrafast",
              "-g",
              "25",
              "-metadata",
              "title=flood",
              "-movflags",
              "empty_moov+default_base_moof+frag_every_frame",
              "-f",
              "mp4",
              left.tcpUrl()));

      viewer.awaitMessage("end", 1, PATIENCE);
      assertThat(viewer.messages("gap")).isEmpty();
      assertThat(viewer.messages("chunk").get(0)).containsEntry("chunk", 0);
      assertThat(viewer.takes())
          .singleElement()
          .extracting(Take::binaryMessages)
          .isEqualTo(1 + 60 * 25);
    }
  }

  @Test
  void aWaitingViewerReceivesEveryFrameOfAPublisherThatSendsAllAndCloses() throws Exception {
    try (Viewer viewer = Viewer.connect(edge.websocket("/live/leaving"))) {
      viewer.awaitMessage("waiting", 1, PATIENCE);

      try (Socket publisher = new Socket(InetAddress.getLoopbackAddress(), left.tcpPort())) {
        publisher.getOutputStream().write(clip.named("leaving").bytes());
      }

      viewer.awaitMessage("end", 1, PATIENCE);
      assertThat(viewer.messages("gap")).isEmpty();
      assertThat(viewer.takes())
          .singleElement()
          .extracting(Take::binaryMessages)
          .isEqualTo(1 + clip.frames());
    }
  }

  @Test
  void oneOfTwoRacingPublishersOwnsTheStreamAtATime() {
    Clip racing = clip.named("racing");
    for (int race = 0; race < RACES; race++) {
      boolean leftFirst = race % 2 == 0;
      try (RawPublisher one = RawPublisher.start((leftFirst ? left : right).tcpPort(), racing, 8);
          RawPublisher other =
              RawPublisher.start((leftFirst ? right : left).tcpPort(), racing, 8)) {
        Awaitility.await("one of the two is disconnected, race " + race)
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> one.isCutOff() || other.isCutOff());
        assertThat(one.isCutOff() && other.isCutOff()).as("both closed, race %d", race).isFalse();
      }
    }

    List<LogDump.Entry> log = LogDump.read(cluster.bootstrapServers(), "racing");
    LogGrammar.assertOneOwnerAtATime("racing", log);
    log.stream().filter(entry -> entry.kind().equals("part")).forEach(Fragments::payload);
    assertThat(
            log.stream()
                .filter(entry -> entry.kind().equals("claim"))
                .filter(entry -> !LogGrammar.refused(log).contains(entry.offset())))
        .as("claims that took effect")
        .hasSize(2 * RACES);
  }

  @Test
  void aNodeThatHangsDoesNotDisturbTheSessionThatTookOver() {
    Clip hanging = clip.named("hanging");
    try (Viewer viewer = Viewer.connect(edge.websocket("/live/hanging"));
        RawPublisher first = RawPublisher.start(left.tcpPort(), hanging, 1)) {
      viewer.awaitParts(0, 20, PATIENCE);

      // given a frozen node with bytes in transit, and a publisher on another node
      left.service().process().freeze();
      try (RawPublisher second = RawPublisher.start(right.tcpPort(), hanging, 1)) {
        viewer.awaitParts(1, 20, PATIENCE);

        // when it continues, it detects the takeover and closes its publisher
        left.service().process().thaw();
        left.service()
            .process()
            .awaitLine(line -> line.contains("another publisher took the stream"), PATIENCE);
        Awaitility.await("the first is disconnected").atMost(PATIENCE).until(first::isCutOff);
        int now = viewer.takes().get(1).binaryMessages();
        viewer.awaitParts(1, now + 20, PATIENCE);

        // then the viewer has received one change of publisher, and none of the late writes
        assertThat(second.isCutOff()).isFalse();
        assertThat(viewer.takes()).hasSize(2);
        assertThat(viewer.messages("gap")).hasSizeLessThanOrEqualTo(1);
      }
    } finally {
      left.service().process().thaw();
    }
    LogGrammar.assertOneOwnerAtATime(
        "hanging", LogDump.read(cluster.bootstrapServers(), "hanging"));
  }

  @Test
  void aNodeThatHangsAndContinuesItsSessionLosesNoFrame() {
    Clip paused = longClip.named("paused");
    try (Viewer viewer = Viewer.connect(edge.websocket("/live/paused"));
        ResumingViewer counting = new ResumingViewer(edge.websocket("/live/paused"));
        RawPublisher publisher = RawPublisher.start(left.tcpPort(), paused, 1)) {
      viewer.awaitParts(0, 20, PATIENCE);
      counting.awaitMore(20, PATIENCE);

      // given a node that is frozen until it counts as failed
      left.service().process().freeze();
      viewer.awaitMessage("waiting", 2, PATIENCE);

      // when it continues, and with it its publisher
      left.service().process().thaw();
      counting.awaitMore(4 * 25, PATIENCE);

      // then no gap was announced, and no frame is missing
      assertThat(publisher.isCutOff()).isFalse();
      assertThat(viewer.messages("gap")).isEmpty();
      assertThat(counting.gaps()).isEmpty();
      List<ResumingViewer.Part> seen = counting.parts();
      List<LogDump.Entry> log =
          LogDump.read(cluster.bootstrapServers(), "paused").stream()
              .filter(entry -> entry.kind().equals("part"))
              .filter(entry -> entry.offset() >= seen.get(0).offset())
              .limit(seen.size())
              .toList();
      assertThat(seen.stream().map(ResumingViewer.Part::offset))
          .containsExactlyElementsOf(log.stream().map(LogDump.Entry::offset).toList());
      assertThat(seen.stream().map(ResumingViewer.Part::bytes))
          .containsExactlyElementsOf(log.stream().map(LogDump.Entry::value).toList());
    } finally {
      left.service().process().thaw();
    }
  }

  /** Each part begins at the end of the previous one, also across sessions and nodes. */
  private static void assertNoHole(List<LogDump.Entry> log) {
    List<LogDump.Entry> parts = log.stream().filter(entry -> entry.kind().equals("part")).toList();
    IntStream.range(1, parts.size())
        .forEach(
            i -> {
              LogDump.Entry before = parts.get(i - 1);
              assertThat(parts.get(i).number("pts-us"))
                  .as("pts at %d", parts.get(i).offset())
                  .isBetween(
                      before.number("pts-us") + before.number("duration-us") - 1_000,
                      before.number("pts-us") + before.number("duration-us") + 1_000);
            });
  }
}
