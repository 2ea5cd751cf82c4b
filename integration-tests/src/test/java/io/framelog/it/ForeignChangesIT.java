package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.GStreamer;
import io.framelog.it.publish.NewFfmpeg;
import io.framelog.it.publish.PacedFile;
import io.framelog.it.watch.DecodedVideo;
import io.framelog.it.watch.PacketCount;
import io.framelog.it.watch.Take;
import io.framelog.it.watch.Viewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens in the middle of foreign containers, and what other programs than ffmpeg send. */
@ExtendWith(SharedCluster.class)
class ForeignChangesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String X264 =
      "-c:v libx264 -preset veryfast -bf 0 -g 50 -pix_fmt yuv420p -b:v 500k";

  @TempDir private Path folder;

  @Test
  void aPictureSizeThatChangesInsideATransportStreamIsAnewStart(SharedCluster.Set cluster)
      throws IOException {
    // given a publisher whose encoder is given another size after 2 s
    Path small = picture("small.ts", "320x240", 2, "-f mpegts -metadata title=resized");
    Path large =
        picture("large.ts", "640x480", 2, "-output_ts_offset 2 -f mpegts -metadata title=resized");
    Path sent = folder.resolve("sent.ts");
    Files.write(sent, Files.readAllBytes(small));
    Files.write(sent, Files.readAllBytes(large), StandardOpenOption.APPEND);

    // when
    List<Path> takes = watch(cluster, "resized", new PacedFile(sent, Duration.ofSeconds(4)));

    // then each size is a file by itself, and no picture is missing
    assertThat(takes).hasSize(2);
    assertThat(DecodedVideo.pictures(takes.get(0))).isEqualTo(DecodedVideo.pictures(small));
    assertThat(DecodedVideo.pictures(takes.get(1))).isEqualTo(DecodedVideo.pictures(large));
  }

  @Test
  void timestampsThatWrapAt33BitsGoOn(SharedCluster.Set cluster) throws IOException {
    // given times that pass 2^33 ticks of 90 kHz, 95443.718 s, after about a second
    Path sent =
        picture(
            "sent.ts",
            "320x240",
            3,
            "-muxdelay 0 -muxpreload 0 -output_ts_offset 95442.7 -f mpegts -metadata"
                + " title=wrapped");
    List<Double> times = times(sent, "-correct_ts_overflow", "0");
    assertThat(times).anyMatch(time -> time > 95_440).anyMatch(time -> time < 3);

    // when
    List<Path> takes = watch(cluster, "wrapped", new PacedFile(sent, Duration.ofSeconds(3)));

    // then the stream goes on as if nothing was
    assertThat(takes).hasSize(1);
    assertThat(DecodedVideo.pictures(takes.get(0))).isEqualTo(DecodedVideo.pictures(sent));
    List<Double> got = times(takes.get(0));
    assertThat(got).hasSize(75);
    for (int i = 1; i < got.size(); i++) {
      assertThat(got.get(i) - got.get(i - 1)).isBetween(0.0399, 0.0401);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "flv-hevc, -c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=50",
    "flv-av1, -c:v libsvtav1 -preset 12 -g 50"
  })
  void enhancedFlvIsRead(String stream, String encoding, SharedCluster.Set cluster)
      throws IOException {
    Path encoded =
        encoded(
            "encoded.mp4", "320x240", 3, encoding + " -pix_fmt yuv420p -metadata title=" + stream);
    Path sent = NewFfmpeg.toEnhancedFlv(encoded, folder.resolve("sent.flv"));

    List<Path> takes = watch(cluster, stream, new PacedFile(sent, Duration.ofSeconds(3)));

    assertThat(takes).hasSize(1);
    assertThat(PacketCount.of(takes.get(0))).isEqualTo(PacketCount.of(encoded));
    assertThat(DecodedVideo.pictures(takes.get(0))).isEqualTo(DecodedVideo.pictures(encoded));
  }

  @Test
  void gstreamerPublishesATransportStreamWithoutATitle(SharedCluster.Set cluster)
      throws IOException {
    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/live"))) {
      try (RunningProcess publisher =
          GStreamer.publishTransportStream(75, cluster.ingest().tcpPort())) {
        assertThat(publisher.awaitExit(PATIENCE)).as(publisher.output()).isZero();
        viewer.awaitMessage("end", 1, PATIENCE);
        Path got = write(viewer.takes().get(0), 0);
        Ffmpeg.assertDecodes(got);
        assertThat(PacketCount.of(got)).containsEntry("video", 75).containsKey("audio");
      }
    }
  }

  @Test
  void gstreamerPublishesFlvUnderItsTitle(SharedCluster.Set cluster) throws IOException {
    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/gst-flv"))) {
      try (RunningProcess publisher =
          GStreamer.publishFlv(75, "gst-flv", cluster.ingest().tcpPort())) {
        assertThat(publisher.awaitExit(PATIENCE)).as(publisher.output()).isZero();
        viewer.awaitMessage("end", 1, PATIENCE);
        Path got = write(viewer.takes().get(0), 0);
        Ffmpeg.assertDecodes(got);
        assertThat(PacketCount.of(got)).containsEntry("video", 75);
      }
    }
  }

  private List<Path> watch(SharedCluster.Set cluster, String stream, PacedFile publisher)
      throws IOException {
    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/" + stream))) {
      viewer.awaitMessage("waiting", 1, PATIENCE);
      publisher.publish(cluster.ingest().tcpPort()).join();
      viewer.awaitMessage("end", 1, PATIENCE);
      assertThat(viewer.messages("gap")).isEmpty();
      List<Path> files = new ArrayList<>();
      for (Take take : viewer.takes()) {
        Path file = write(take, files.size());
        Ffmpeg.assertDecodes(file);
        files.add(file);
      }
      return files;
    }
  }

  private Path write(Take take, int index) throws IOException {
    return Files.write(folder.resolve("got-" + index + ".mp4"), take.bytes());
  }

  private Path picture(String name, String size, int seconds, String muxing) {
    return encoded(name, size, seconds, X264 + " " + muxing);
  }

  private Path encoded(String name, String size, int seconds, String options) {
    List<String> arguments =
        new ArrayList<>(List.of("-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=25"));
    arguments.addAll(List.of("-t", Integer.toString(seconds)));
    Pattern.compile(" ").splitAsStream(options).forEach(arguments::add);
    return Ffmpeg.make(folder.resolve(name), arguments);
  }

  private static List<Double> times(Path file, String... options) {
    List<String> command = new ArrayList<>(List.of("ffprobe", "-v", "error"));
    command.addAll(List.of(options));
    command.addAll(List.of("-show_entries", "packet=pts_time", "-of", "csv=p=0", file.toString()));
    try (RunningProcess probe = RunningProcess.start("ffprobe", command)) {
      assertThat(probe.awaitExit(PATIENCE)).as(probe.output()).isZero();
      return probe.lines().stream()
          .filter(line -> !line.isBlank())
          .map(line -> Double.valueOf(line.replace(",", "")))
          .toList();
    }
  }
}
