package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.PacedFile;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.PacketComparison;
import io.framelog.it.watch.Packets;
import io.framelog.it.watch.Take;
import io.framelog.it.watch.Viewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The data from one {@code start} to the next is a complete file with the publisher's packets,
 * whenever the viewer joins.
 */
@ExtendWith(SharedCluster.class)
@Execution(ExecutionMode.CONCURRENT)
class BytesOfAnyJoinerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SECONDS = 5;

  @TempDir private Path folder;

  static Stream<Recipe> recipes() {
    return Stream.of(
        Recipe.CLASSIC_WEBM,
        Recipe.CLASSIC_MP4,
        Recipe.H264_AAC_B_FRAMES,
        Recipe.H264_MID_GOP_FRAGMENTS,
        Recipe.MATROSKA_H264_AAC_B_FRAMES,
        Recipe.VP9_OPUS_WEBM,
        Recipe.AV1_MP4,
        Recipe.HEVC_MP4,
        Recipe.AUDIO_ONLY_OPUS);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void areTheSentPacketsFromTheStartFromMidGopAndInASecondSession(
      Recipe recipe, SharedCluster.Set cluster) throws IOException {
    // given a file with the bytes that ffmpeg sends
    String stream = "bytes-" + recipe.name();
    Path sent =
        Ffmpeg.make(folder.resolve("sent." + recipe.extension()), recipe.recorded(stream, SECONDS));
    PacedFile publisher = new PacedFile(sent, Duration.ofSeconds(SECONDS));

    try (Viewer first = Viewer.connect(cluster.edgeA().websocket("/live/" + stream))) {
      first.awaitMessage("waiting", 1, PATIENCE);

      // when it is published twice, with a viewer that joins in the middle
      CompletableFuture<Void> sending = publisher.publish(cluster.ingest().tcpPort());
      try (Viewer joiner = joinMidGop(cluster, first, stream)) {
        sending.join();
        first.awaitMessage("end", 1, PATIENCE);
        joiner.awaitMessage("end", 1, PATIENCE);
        Path whole = write(first.takes().get(0), "whole");
        Path tail = write(joiner.takes().get(0), "tail");

        // then both decode without a message, and contain the sent packets
        Ffmpeg.assertDecodes(whole);
        Ffmpeg.assertDecodes(tail);
        assertFirstVideoFrameIsKey(whole);
        assertFirstVideoFrameIsKey(tail);
        PacketComparison.assertSame(Packets.of(sent), Packets.of(whole));
        PacketComparison.assertRunOf(Packets.of(sent), Packets.of(tail));
      }

      publisher.publish(cluster.ingest().tcpPort()).join();
      first.awaitMessage("end", 2, PATIENCE);
      Path second = write(first.takes().get(1), "second");
      Ffmpeg.assertDecodes(second);
      assertFirstVideoFrameIsKey(second);
      PacketComparison.assertSame(Packets.of(sent), Packets.of(second));
      assertThat(first.isOpen()).as("the viewer's socket is still open").isTrue();
      assertThat(first.messages("gap")).isEmpty();
    }
  }

  private static Viewer joinMidGop(SharedCluster.Set cluster, Viewer first, String stream) {
    first.awaitParts(0, 38, PATIENCE);
    return Viewer.connect(cluster.edgeB().websocket("/live/" + stream));
  }

  private Path write(Take take, String name) throws IOException {
    String extension = take.mime().contains("webm") ? ".webm" : ".mp4";
    return Files.write(folder.resolve(name + extension), take.bytes());
  }

  private static void assertFirstVideoFrameIsKey(Path file) {
    try (RunningProcess probe =
        RunningProcess.start(
            "ffprobe",
            List.of(
                "ffprobe",
                "-v",
                "error",
                "-select_streams",
                "v",
                "-show_entries",
                "packet=flags",
                "-of",
                "csv=p=0",
                "-read_intervals",
                "%+#1",
                file.toString()))) {
      assertThat(probe.awaitExit(PATIENCE)).as(probe.output()).isZero();
      // A stream of audio only has no video packet.
      assertThat(probe.lines().stream().filter(line -> !line.isBlank()))
          .allMatch(line -> line.startsWith("K"));
    }
  }
}
