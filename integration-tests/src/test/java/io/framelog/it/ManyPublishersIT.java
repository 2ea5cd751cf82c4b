package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Clip;
import io.framelog.it.publish.PacedSenders;
import io.framelog.it.watch.Fragments;
import io.framelog.it.watch.LogDump;
import io.framelog.it.watch.LogGrammar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** 200 publishers at the same time, without a lost frame. */
@ExtendWith(SharedCluster.class)
class ManyPublishersIT {
  private static final int PUBLISHERS = 200;
  private static final int SECONDS = 6;
  private static final int KILOBITS = 500;

  @Test
  void everyFrameOfTwoHundredPublishersIsInTheLog(SharedCluster.Set cluster, @TempDir Path folder)
      throws Exception {
    Clip clip = Clip.make(folder, SECONDS, KILOBITS);
    assertThat(clip.frameBytes() * 8 / SECONDS).as("bits a second").isGreaterThan(450_000);
    List<String> streams =
        IntStream.range(0, PUBLISHERS).mapToObj(i -> "many-%03d".formatted(i)).toList();
    double rejectedBefore = metric(cluster, "rejections");
    double endedBefore = metric(cluster, "ends");

    try (PacedSenders senders = new PacedSenders()) {
      streams.forEach(name -> senders.connect(cluster.ingest().tcpPort(), clip.named(name)));
      senders.sendAll();
    }

    Awaitility.await("all sessions have ended")
        .atMost(Duration.ofSeconds(60))
        .until(() -> metric(cluster, "ends") >= endedBefore + PUBLISHERS);
    assertThat(metric(cluster, "rejections")).as("publishers rejected").isEqualTo(rejectedBefore);
    Map<String, List<LogDump.Entry>> logs = LogDump.read(cluster.bootstrapServers(), streams);
    assertThat(logs.keySet()).containsExactlyInAnyOrderElementsOf(streams);
    logs.forEach((stream, log) -> assertWhole(stream, log, clip));
  }

  private static double metric(SharedCluster.Set cluster, String name) throws Exception {
    return cluster.ingest().service().metric("framelog_ingest_" + name + "_total", "");
  }

  private static void assertWhole(String stream, List<LogDump.Entry> log, Clip clip) {
    LogGrammar.Counts counts = LogGrammar.assertWhole(stream, log);
    assertThat(counts.parts()).as("frames of %s", stream).isEqualTo(clip.frames());
    long bytes =
        log.stream()
            .filter(entry -> entry.kind().equals("part"))
            .mapToLong(Fragments::payload)
            .sum();
    assertThat(bytes).as("bytes of the frames of %s", stream).isEqualTo(clip.frameBytes());
    assertThat(log.get(log.size() - 1).headers())
        .as("last record of %s", stream)
        .containsEntry("reason", "finished");
  }
}
