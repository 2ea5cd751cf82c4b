package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.Cluster;
import io.framelog.it.process.Documentation;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.LogDump;
import io.framelog.it.watch.LogGrammar;
import io.framelog.it.watch.PacketCount;
import io.framelog.it.watch.Viewer;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The log's records, read by a plain Kafka consumer. */
@ExtendWith(SharedCluster.class)
class LogLayoutIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void hasAClaimThenHeadersEachWithItsPartsThenAnEnd(SharedCluster.Set cluster) {
    // given 4 s at 25 frames a second, a keyframe every second
    List<String> command =
        new ArrayList<>(Recipe.CLASSIC_MP4.live("layout", cluster.ingest().tcpUrl()));
    command.addAll(command.size() - 1, List.of("-t", "4"));

    // when published to the end
    try (RunningProcess publisher = Ffmpeg.start(command)) {
      assertThat(publisher.awaitExit(PATIENCE)).as(publisher.output()).isZero();
    }
    List<LogDump.Entry> log = awaitEnd(cluster.bootstrapServers(), "layout", 1);

    // then
    LogGrammar.Counts counts = LogGrammar.assertWhole("layout", log);
    assertThat(counts.headers()).as("chunks").isEqualTo(4);
    assertThat(counts.parts()).as("parts, one per frame").isEqualTo(100);
    assertThat(log.get(log.size() - 1).kind()).isEqualTo("end");
  }

  @Test
  void isReadableByThePythonCodeOfTheDocumentation(SharedCluster.Set cluster) throws Exception {
    // given two seconds, a keyframe every second
    List<String> command =
        new ArrayList<>(Recipe.CLASSIC_MP4.live("python", cluster.ingest().tcpUrl()));
    command.addAll(command.size() - 1, List.of("-t", "2"));
    try (RunningProcess publisher = Ffmpeg.start(command)) {
      assertThat(publisher.awaitExit(PATIENCE)).as(publisher.output()).isZero();
    }

    // when the documentation's reader writes them to a file
    Path reader = folder.resolve("reader.py");
    Files.writeString(reader, Documentation.codeBlock("3-wire-format.md", "python"));
    File file = folder.resolve("python.mp4").toFile();
    ProcessBuilder python =
        new ProcessBuilder(
            "/usr/bin/python3", reader.toString(), cluster.bootstrapServers(), "python");
    Process reading =
        python.redirectOutput(file).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    assertThat(reading.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    // then all are in the file
    assertThat(reading.exitValue()).isZero();
    Ffmpeg.assertDecodes(file.toPath());
    assertThat(PacketCount.of(file.toPath())).isEqualTo(Map.of("video", 50));
  }

  @Test
  void continuesAfterARestartOfIngest() throws Exception {
    try (Cluster cluster = Cluster.startBroker()) {
      IngestNode first = cluster.startIngest();
      Service edge = cluster.startEdge();
      try (Viewer viewer = Viewer.connect(edge.websocket("/live/restart"))) {
        // given a stream whose ingest node is shut down
        try (RunningProcess publisher =
            Ffmpeg.start(Recipe.CLASSIC_MP4.live("restart", first.tcpUrl()))) {
          viewer.awaitParts(0, 40, PATIENCE);
          first.service().close();
          publisher.awaitExit(PATIENCE);
        }
        // when another node replaces it
        IngestNode second = cluster.startIngest();
        try (RunningProcess publisher =
            Ffmpeg.start(Recipe.CLASSIC_MP4.live("restart", second.tcpUrl()))) {
          viewer.awaitParts(1, 40, PATIENCE);
          assertThat(publisher.isAlive()).isTrue();
        }
        // then the log of both sessions is complete, and the timeline continues
        List<LogDump.Entry> log = awaitEnd(cluster.bootstrapServers(), "restart", 2);
        LogGrammar.assertWhole("restart", log);
        assertTimelineGoesOn(log);
        assertThat(log.stream().filter(each -> each.kind().equals("claim")).count()).isEqualTo(2);
      }
    }
  }

  @Test
  void isReadableFromTheFirstHeaderAfterARetentionCut(SharedCluster.Set cluster) throws Exception {
    try (RunningProcess publisher =
            Ffmpeg.start(Recipe.CLASSIC_MP4.live("retention", cluster.ingest().tcpUrl()));
        Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/retention"));
        Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      // given a log cut in the middle of a chunk
      viewer.awaitParts(0, 60, PATIENCE);
      TopicPartition partition = new TopicPartition("framelog.live.retention", 0);
      admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(37))).all().get();

      // when a viewer joins
      try (Viewer late = Viewer.connect(cluster.edgeB().websocket("/live/retention"))) {
        late.awaitParts(0, 30, PATIENCE);
      }
      viewer.awaitParts(0, 90, PATIENCE);
      publisher.stop();

      // then the rest is as specified
      List<LogDump.Entry> log = awaitEnd(cluster.bootstrapServers(), "retention", 1);
      assertThat(log.get(0).offset()).isEqualTo(37);
      LogGrammar.assertFromFirstHeader("retention", log);
    }
  }

  private static List<LogDump.Entry> awaitEnd(String bootstrapServers, String stream, int ends) {
    return Awaitility.await(ends + " end records of " + stream)
        .atMost(PATIENCE)
        .until(
            () -> LogDump.read(bootstrapServers, stream),
            log -> log.stream().filter(each -> each.kind().equals("end")).count() >= ends);
  }

  private static void assertTimelineGoesOn(List<LogDump.Entry> log) {
    long end = 0;
    long session = -1;
    for (LogDump.Entry entry : log) {
      if (entry.kind().equals("part")) {
        if (entry.number("session") != session) {
          session = entry.number("session");
          assertThat(entry.number("pts-us"))
              .as("first time of session %d", session)
              .isBetween(end, end + 100_000);
        }
        end = Math.max(end, entry.number("pts-us") + entry.number("duration-us"));
      }
    }
  }
}
