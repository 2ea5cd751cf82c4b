package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.Cluster;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Clip;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.PacedSenders;
import io.framelog.it.publish.RawPublisher;
import io.framelog.it.watch.LogDump;
import io.framelog.it.watch.LogGrammar;
import io.framelog.it.watch.Viewer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of streams and nodes, and unusual but valid streams. */
@ExtendWith(SharedCluster.class)
class LimitsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aGopOfTenSecondsIsDeliveredLiveAndALateViewerReceivesAGap(SharedCluster.Set cluster)
      throws Exception {
    setUp(cluster, "long-gop", "{\"limits\": {\"gopSeconds\": 3}}");
    List<String> publish =
        new ArrayList<>(
            List.of(
                "-re", "-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-c:v", "libx264"));
    publish.addAll(
        List.of("-preset", "ultrafast", "-bf", "0", "-g", "250", "-keyint_min", "250", "-an"));
    publish.addAll(List.of("-sc_threshold", "0", "-metadata", "title=long-gop"));
    publish.addAll(List.of("-movflags", "empty_moov+default_base_moof+frag_every_frame"));
    publish.addAll(List.of("-f", "mp4", cluster.ingest().tcpUrl()));
    try (Viewer watching = Viewer.connect(cluster.edgeA().websocket("/live/long-gop"));
        RunningProcess publisher = Ffmpeg.start(publish)) {
      watching.awaitParts(0, 4 * 25, PATIENCE);

      // when a viewer joins four seconds after the start of a GOP of ten
      try (Viewer joining = Viewer.connect(cluster.edgeA().websocket("/live/long-gop"))) {
        joining.awaitMessage("gap", 1, PATIENCE);
        assertThat(joining.messages("gap").get(0)).containsEntry("reason", "long-chunk");
        assertThat(joining.takes()).as("nothing is played from the middle of a GOP").isEmpty();

        // then it plays from the next keyframe on, and the first viewer has missed nothing
        joining.awaitParts(0, 20, PATIENCE);
        assertThat(joining.messages("chunk").get(0)).containsEntry("chunk", 1);
        assertThat(watching.takes().get(0).binaryMessages()).isGreaterThanOrEqualTo(250);
        assertThat(watching.messages("gap")).isEmpty();
      }
      assertThat(publisher.isAlive()).isTrue();
      assertThat(cluster.control().get("/api/streams/long-gop").body())
          .contains("keyframes are more than 3.0 s");
      assertThat(
              cluster
                  .ingest()
                  .service()
                  .metric("framelog_ingest_stream_keyframe_interval_seconds", "long-gop"))
          .isEqualTo(10);
    }
  }

  @Test
  void timesThatJumpLeaveNoHoleAndAreCounted(SharedCluster.Set cluster, @TempDir Path folder)
      throws Exception {
    // given a clock that jumps 100 s forward, and 50 s back
    Clip clip = Clip.make(folder, 6, 300).named("jumps").jumping(2, 100).jumping(4, -50);
    double before = cluster.ingest().service().metric("framelog_ingest_timestamp_jumps_total", "");

    try (PacedSenders sender = new PacedSenders()) {
      sender.connect(cluster.ingest().tcpPort(), clip);
      sender.sendAll();
    }

    Awaitility.await("both jumps are counted")
        .atMost(PATIENCE)
        .until(
            () ->
                cluster.ingest().service().metric("framelog_ingest_timestamp_jumps_total", "")
                    == before + 2);
    Awaitility.await("the session has ended")
        .atMost(PATIENCE)
        .until(
            () -> {
              List<LogDump.Entry> log = LogDump.read(cluster.bootstrapServers(), "jumps");
              return log.get(log.size() - 1).kind().equals("end");
            });
    List<LogDump.Entry> log = LogDump.read(cluster.bootstrapServers(), "jumps");
    assertThat(LogGrammar.assertWhole("jumps", log).parts()).isEqualTo(clip.frames());
    long end = 0;
    for (LogDump.Entry part : log) {
      if (part.kind().equals("part")) {
        assertThat(part.number("pts-us")).isBetween(end - 1_000, end + 1_000);
        end = part.number("pts-us") + part.number("duration-us");
      }
    }
    assertThat(end).isBetween(5_900_000L, 6_100_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mpegts", "flv", "matroska"})
  void openGopsAreReportedForContainersOfAnyKind(String format, SharedCluster.Set cluster) {
    String stream = "open-gop-" + format;
    Ffmpeg.run(
        PATIENCE,
        List.of(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=128x72:rate=25",
            "-t",
            "4",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-g",
            "25",
            "-x264-params",
            "open-gop=1:scenecut=0:bframes=2",
            "-f",
            format,
            "-method",
            "PUT",
            cluster.ingest().httpUrl(stream)));

    Awaitility.await("the control API has the advice of the log")
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(cluster.control().get("/api/streams/" + stream).body())
                    .contains("\"joinable\":false", "open-gop=0"));
  }

  @Test
  void aPublisherAboveItsBitrateIsRefusedWithTheReason(
      SharedCluster.Set cluster, @TempDir Path folder) throws Exception {
    setUp(cluster, "greedy", "{\"limits\": {\"bitrate\": 100000}}");
    Clip clip = Clip.make(folder, 6, 1_000);

    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(cluster.ingest().httpUrl("greedy")))
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(clip.bytes()))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body())
        .contains("bitrate-exceeded", "more than 100000 bits a second, averaged over 10000 ms");
    assertThat(
            cluster
                .ingest()
                .service()
                .metric("framelog_ingest_rejections_total", "bitrate-exceeded"))
        .isPositive();
  }

  @Test
  void aPublisherThatIsSilentOrConnectsTooOftenIsClosed(
      SharedCluster.Set shared, @TempDir Path folder) throws Exception {
    try (Cluster cluster = Cluster.around(shared.bootstrapServers())) {
      var ingest =
          cluster.startIngest(
              Map.of(
                  "framelog.ingest.idle-timeout", "1s",
                  "framelog.ingest.connection-rate.per-address", "1"),
              Map.of());

      // given a publisher that sends one second of media and then nothing
      Clip clip = Clip.make(folder, 2, 300).named("silent");
      try (PacedSenders silent = new PacedSenders()) {
        silent.connect(ingest.tcpPort(), clip);
        silent.sendAll();
        ingest
            .service()
            .process()
            .awaitLine(line -> line.contains("nothing sent for 1000 ms"), PATIENCE);
      }
      assertThat(ingest.service().metric("framelog_ingest_rejections_total", "idle")).isEqualTo(1);

      // and one that reconnects without a pause
      for (int i = 0; i < 15; i++) {
        RawPublisher.start(ingest.tcpPort(), clip, 100).reset();
      }
      ingest
          .service()
          .process()
          .awaitLine(line -> line.contains("more than 1 connections a second from"), PATIENCE);
      assertThat(ingest.service().metric("framelog_ingest_rejections_total", "too-many-attempts"))
          .isPositive();
    }
  }

  private static void setUp(SharedCluster.Set cluster, String stream, String settings)
      throws Exception {
    assertThat(cluster.control().put("/api/streams/" + stream + "/settings", settings).statusCode())
        .isEqualTo(200);
  }
}
