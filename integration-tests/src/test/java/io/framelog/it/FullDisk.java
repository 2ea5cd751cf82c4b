package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.Ports;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.publish.Clip;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.RawPublisher;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.ResumingViewer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the standalone process on a disk of 300 MB that fills up, first with its streams, then with
 * another program's data. Run by {@code integration-tests/full-disk}, which mounts the disk.
 */
class FullDisk {
  private static final long MIB = 1 << 20;
  private static final long MIN_FREE = 100 * MIB;

  /** Less than a broker needs to start, more than Kafka writes while publishers are paused. */
  private static final long NEARLY_NOTHING = 40 * MIB;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int A_SECOND = 25;

  private final Path disk = Path.of(System.getProperty("framelog.small-disk"));
  private final Path filler = disk.resolve("of-another-program");
  private final int tcpPort = Ports.free();

  private Map<String, String> settings() {
    return Map.of(
        "framelog.data-dir", disk.resolve("framelog").toString(),
        "framelog.kafka.port", "0",
        "framelog.ingest.tcp.port", Integer.toString(tcpPort),
        "framelog.log.min-free-bytes", Long.toString(MIN_FREE),
        "framelog.log.buffer-memory", Long.toString(32 * MIB),
        "framelog.log.segment-bytes", Long.toString(4 * MIB));
  }

  private long free() throws IOException {
    return Files.getFileStore(disk).getUsableSpace();
  }

  /** Writes a file like another program, until this number of bytes is free. */
  private void fillUpTo(long left) throws IOException {
    byte[] piece = new byte[(int) MIB];
    try (OutputStream out =
        Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (free() >= left + piece.length) {
        out.write(piece);
      }
    }
  }

  @Test
  void losesNothingAndContinuesWhenThereIsFreeSpace(@TempDir Path clips) throws Exception {
    Clip clip = Clip.make(clips, 60, 16_000);
    try (Service standalone = Service.start("standalone", settings());
        RunningProcess small =
            Ffmpeg.start(Recipe.H264_AAC_B_FRAMES.live("small", "tcp://127.0.0.1:" + tcpPort));
        ResumingViewer viewer = new ResumingViewer(standalone.websocket("/live/small"))) {
      viewer.awaitMore(A_SECOND, PATIENCE);

      // when streams have more data than the disk's capacity
      long least = Long.MAX_VALUE;
      for (String stream : List.of("first", "second", "third")) {
        least = Math.min(least, publish(stream, clip, 2));
      }
      // then the oldest segment was removed, and publishers were not paused
      assertThat(least).as("least free bytes").isGreaterThan(MIN_FREE / 2);
      assertThat(standalone.process().output())
          .contains("the oldest segment is removed, the disk being low topic=framelog.live.first")
          .doesNotContain("publishers are paused");

      // and a publisher that is faster than Kafka deletes is paused, and loses nothing
      long leastUnderPressure = publish("fourth", clip, 10);
      assertThat(leastUnderPressure).as("least free bytes").isPositive();
      System.out.printf(
          "run: of %d MiB to keep free, the minimum was %d at 32 Mbit/s, %d at 160 Mbit/s%n",
          MIN_FREE / MIB, least / MIB, leastUnderPressure / MIB);
      Awaitility.await("there is enough free space again")
          .atMost(PATIENCE)
          .until(() -> free() >= MIN_FREE * 3 / 4 + 10 * MIB);

      // when another program fills all free space
      Awaitility.await("nothing is left to remove, and publishers wait")
          .atMost(PATIENCE)
          .until(
              () -> {
                fillUpTo(NEARLY_NOTHING);
                String said = standalone.process().output();
                return said.contains("no further segment that can be removed")
                    && said.contains("publishers are paused: the disk of a broker has");
              });
      HttpResponse<String> refusal = put(standalone, clip);
      assertThat(refusal.statusCode()).isEqualTo(503);
      assertThat(refusal.body()).contains("the disk of a broker has").contains("MiB free");
      assertThat(small.isAlive()).isTrue();

      // and when it has deleted its file
      Files.delete(filler);
      standalone.process().awaitLine(line -> line.contains("publishers continue:"), PATIENCE);
      viewer.awaitMore(4 * A_SECOND, PATIENCE);
      assertThat(small.isAlive()).isTrue();
      assertThat(viewer.gaps()).isEmpty();

      // when the disk is full at the stop and the start
      fillUpTo(NEARLY_NOTHING);
      standalone.process().terminate(PATIENCE);
    }
    try (Service refused = Service.launch("standalone", settings(), Map.of())) {
      assertThat(refused.process().awaitExit(PATIENCE)).isEqualTo(1);
      assertThat(refused.process().output())
          .contains("framelog: the disk of the data folder " + disk)
          .contains("free, expected at least 50 MiB")
          .doesNotContain("\tat ", "Exception", "Error");
    }
    Files.delete(filler);
    try (Service again = Service.start("standalone", settings());
        RunningProcess small =
            Ffmpeg.start(Recipe.H264_AAC_B_FRAMES.live("small", "tcp://127.0.0.1:" + tcpPort));
        ResumingViewer viewer = new ResumingViewer(again.websocket("/live/small"))) {
      viewer.awaitMore(A_SECOND, PATIENCE);
      assertThat(small.isAlive()).isTrue();
    }
  }

  /**
   * Sends a clip of 16 Mbit/s and returns the minimum of free bytes meanwhile.
   *
   * @param speed 1 for real time
   */
  private long publish(String stream, Clip clip, double speed) {
    AtomicLong least = new AtomicLong(Long.MAX_VALUE);
    try (RawPublisher publisher = RawPublisher.start(tcpPort, clip.named(stream), speed)) {
      Awaitility.await("all of " + stream + " is accepted")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                least.accumulateAndGet(free(), Math::min);
                assertThat(publisher.isCutOff()).isFalse();
                return publisher.isDone();
              });
    }
    return least.get();
  }

  private static HttpResponse<String> put(Service standalone, Clip clip) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(standalone.http("/publish/late"))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(clip.bytes(), 0, 4096))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
