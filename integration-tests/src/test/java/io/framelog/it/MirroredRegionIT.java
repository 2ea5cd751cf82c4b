package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.process.TopicMirror;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.Viewer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Edges of another region play from a mirrored log, which has other offsets and topic ids. */
class MirroredRegionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String STREAM = "mirrored";
  private static final String TOPIC = "framelog.live." + STREAM;
  private static final int TWO_SECONDS = 50;
  private static final Map<String, String> COPY = Map.of("framelog.log.mirror", "away");

  @Test
  void playsTheSameBytesAndKeepsPositionsApart() throws Exception {
    try (Cluster home = Cluster.startBroker();
        Cluster away = Cluster.startBroker()) {
      IngestNode ingest = home.startIngest();
      Service homeEdge = home.startEdge();
      Service awayEdge = away.startEdge(COPY);
      Service awayControl = away.startControlApi(COPY);

      // given a log whose first records are not mirrored
      try (Viewer viewer = Viewer.connect(homeEdge.websocket("/live/" + STREAM));
          RunningProcess before = Ffmpeg.start(Recipe.CLASSIC_WEBM.live(STREAM, ingest.tcpUrl()))) {
        viewer.awaitParts(0, TWO_SECONDS, PATIENCE);
        before.stop();
        viewer.awaitMessage("end", 1, PATIENCE);
      }
      try (TopicMirror mirror =
              TopicMirror.start(
                  home.bootstrapServers(),
                  away.bootstrapServers(),
                  List.of("framelog.streams", "framelog.settings", "framelog.nodes"),
                  List.of(TOPIC));
          Viewer near = Viewer.connect(homeEdge.websocket("/live/" + STREAM));
          Viewer far = Viewer.connect(awayEdge.websocket("/live/" + STREAM))) {
        near.awaitMessage("waiting", 1, PATIENCE);
        far.awaitMessage("waiting", 1, PATIENCE);
        try (RunningProcess publisher =
            Ffmpeg.start(Recipe.CLASSIC_WEBM.live(STREAM, ingest.tcpUrl()))) {
          near.awaitParts(0, TWO_SECONDS, PATIENCE);
          far.awaitParts(0, TWO_SECONDS, PATIENCE);

          // when the mirror crashes and copies more than a chunk again
          mirror.repeat(TOPIC, TWO_SECONDS + 5);
          far.awaitParts(0, far.takes().get(0).binaryMessages() + TWO_SECONDS, PATIENCE);

          // then both have the same bytes, and neither received a gap
          assertContinues(near.takes().get(0).media(), far.takes().get(0).media());
          assertThat(far.takes()).hasSize(1);
          assertThat(far.messages("gap")).isEmpty();
          assertThat(near.messages("gap")).isEmpty();
          assertThat(awayControl.get("/api/streams/" + STREAM).body())
              .contains("\"status\":\"live\"");

          // and a position of one region is never used in the other
          try (Viewer resumed = from(awayEdge, newestPosition(far));
              Viewer moved = from(awayEdge, newestPosition(near))) {
            resumed.awaitParts(0, TWO_SECONDS, PATIENCE);
            moved.awaitParts(0, TWO_SECONDS, PATIENCE);
            assertThat(resumed.messages("gap")).isEmpty();
            assertThat(moved.messages("gap")).hasSize(1);
          }
          assertThat(publisher.isAlive()).isTrue();
        }
        far.awaitMessage("end", 1, PATIENCE);
      }
    }
  }

  private static Viewer from(Service edge, String position) {
    return Viewer.connect(edge.websocket("/live/" + STREAM + "?from=" + position));
  }

  private static String newestPosition(Viewer viewer) {
    List<Map<String, Object>> chunks = viewer.messages("chunk");
    return String.valueOf(chunks.get(chunks.size() - 1).get("position"));
  }

  /** Asserts that the second, which began later, continues with the bytes of the first. */
  private static void assertContinues(byte[] first, byte[] second) {
    int from = indexOf(first, Arrays.copyOf(second, 1000));
    int both = Math.min(first.length - from, second.length);
    assertThat(Arrays.mismatch(first, from, from + both, second, 0, both)).isEqualTo(-1);
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new AssertionError("the other region has other bytes");
  }
}
