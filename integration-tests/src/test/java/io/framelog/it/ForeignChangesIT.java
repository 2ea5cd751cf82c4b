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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes within a session of a foreign container, and the output of other programs than ffmpeg.
 */
@ExtendWith(SharedCluster.class)
class ForeignChangesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String X264 =
      "-c:v libx264 -preset veryfast -bf 0 -g 50 -pix_fmt yuv420p -b:v 500k";

  @TempDir private Path folder;

  @Test
  void aChangeOfThePictureSizeInATransportStreamIsANewStart(SharedCluster.Set cluster)
      throws IOException {
    // given a publisher whose encoder changes the size after 2 s
    Path small = picture("small.ts", "320x240", 2, "-f mpegts -metadata title=resized");
    Path large =
        picture("large.ts", "640x480", 2, "-output_ts_offset 2 -f mpegts -metadata title=resized");
    Path sent = folder.resolve("sent.ts");
    Files.write(sent, Files.readAllBytes(small));
    Files.write(sent, Files.readAllBytes(large), StandardOpenOption.APPEND);

    // when
    List<Path> takes = watch(cluster, "resized", new PacedFile(sent, Duration.ofSeconds(4)));

    // then each size is a separate file, and no picture is missing
    assertThat(takes).hasSize(2);
    assertThat(DecodedVideo.pictures(takes.get(0))).isEqualTo(DecodedVideo.pictures(small));
    assertThat(DecodedVideo.pictures(takes.get(1))).isEqualTo(DecodedVideo.pictures(large));
  }

  @Test
  void aClockThatRestartsLeavesNoHole(SharedCluster.Set cluster) throws IOException {
    // given a file with reordered frames and audio, sent three times
    Path once =
        withSound(
            "once.ts",
            2,
            "-c:v libx264 -preset veryfast -bf 2 -g 25 -pix_fmt yuv420p -c:a aac -f mpegts"
                + " -metadata title=looped");
    Path sent = folder.resolve("sent.ts");
    for (int i = 0; i < 3; i++) {
      Files.write(
          sent, Files.readAllBytes(once), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    List<Path> takes = watch(cluster, "looped", new PacedFile(sent, Duration.ofSeconds(6)));

    // then the pictures have a distance of 40 ms, and the audio has no hole
    assertThat(takes).hasSize(1);
    List<Double> pictures = times(takes.get(0), "-select_streams", "v");
    assertThat(pictures).hasSize(150);
    assertThat(spacings(pictures)).allMatch(spacing -> Math.abs(spacing - 0.04) < 0.0001);
    List<Double> sound = times(takes.get(0), "-select_streams", "a");
    assertThat(spacings(sound)).allMatch(spacing -> spacing > 0.009 && spacing < 0.043);
  }

  @ParameterizedTest
  @CsvSource({"surround, false, 6", "late-sound, true, 2"})
  void audioThatChangesOrStartsLateLosesNoPicture(
      String stream, boolean late, int channels, SharedCluster.Set cluster) throws IOException {
    // given keyframes every 4 s, and audio that changes after 2 s
    Path video = encoded("video.mp4", "320x240", 10, X264.replace("-g 50", "-g 100"));
    Path stereo = sound("stereo.aac", 2, late ? 8 : 2);
    Path sound = stereo;
    if (!late) {
      sound = folder.resolve("sound.aac");
      Files.write(sound, Files.readAllBytes(stereo));
      Files.write(
          sound, Files.readAllBytes(sound("surround.aac", channels, 8)), StandardOpenOption.APPEND);
    }
    Path sent =
        Ffmpeg.make(
            folder.resolve("sent.ts"),
            words(
                "-i "
                    + video
                    + (late ? " -itsoffset 2 -i " : " -i ")
                    + sound
                    + " -c copy -f mpegts -metadata title="
                    + stream));

    // when
    List<Take> takes = takes(cluster, stream, new PacedFile(sent, Duration.ofSeconds(10)));

    // then the video continues up to the keyframe, where the new header follows
    assertThat(takes).hasSize(2);
    assertThat(takes.get(1).tracks()).contains("channels=" + channels);
    List<Path> files = written(takes);
    assertThat(PacketCount.of(files.get(0))).containsEntry("video", 100);
    assertThat(PacketCount.of(files.get(1))).containsEntry("video", 150);
    List<String> pictures = new ArrayList<>(DecodedVideo.pictures(files.get(0)));
    pictures.addAll(DecodedVideo.pictures(files.get(1)));
    assertThat(pictures).isEqualTo(DecodedVideo.pictures(sent));
    // and no audio is lost
    int frames =
        PacketCount.of(files.get(1)).getOrDefault("audio", 0)
            + PacketCount.of(files.get(0)).getOrDefault("audio", 0);
    assertThat(frames).isEqualTo(PacketCount.of(sound).get("audio"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x200", "0x100"})
  void anotherCodecOnAnotherPidOrTheSameIsANewStart(String pid, SharedCluster.Set cluster)
      throws IOException {
    // given a program that changes to another stream and back
    String stream = "pid-" + pid;
    Path avc = picture("avc.ts", "320x240", 2, "-f mpegts -metadata title=" + stream);
    Path hevc =
        encoded(
            "hevc.ts",
            "320x240",
            2,
            "-c:v libx265 -preset ultrafast -x265-params log-level=none:keyint=25 -pix_fmt yuv420p"
                + " -output_ts_offset 2 -mpegts_start_pid "
                + pid
                + " -f mpegts -metadata title="
                + stream);
    Path again =
        picture(
            "again.ts", "320x240", 2, "-output_ts_offset 4 -f mpegts -metadata title=" + stream);
    Path sent = folder.resolve("sent.ts");
    Files.write(sent, Files.readAllBytes(avc));
    Files.write(sent, Files.readAllBytes(hevc), StandardOpenOption.APPEND);
    Files.write(sent, Files.readAllBytes(again), StandardOpenOption.APPEND);

    List<Take> takes = takes(cluster, stream, new PacedFile(sent, Duration.ofSeconds(6)));

    assertThat(takes)
        .extracting(Take::mime)
        .satisfiesExactly(
            first -> assertThat(first).contains("avc1"),
            second -> assertThat(second).contains("hvc1"),
            third -> assertThat(third).contains("avc1"));
    // then each stream is complete, to its last picture
    List<Path> files = written(takes);
    List<Path> given = List.of(avc, hevc, again);
    for (int i = 0; i < given.size(); i++) {
      assertThat(DecodedVideo.pictures(files.get(i)))
          .isEqualTo(DecodedVideo.pictures(given.get(i)));
    }
  }

  @Test
  void flvHasTheRateAndChannelsOfTheAudio(SharedCluster.Set cluster) throws IOException {
    Path sent =
        withSound("sent.flv", 2, X264 + " -c:a aac -ar 32000 -ac 1 -f flv -metadata title=mono");

    List<Take> takes = takes(cluster, "mono", new PacedFile(sent, Duration.ofSeconds(2)));

    assertThat(takes).hasSize(1);
    assertThat(takes.get(0).tracks()).contains("sampleRate=32000").contains("channels=1");
  }

  @Test
  void timestampsThatWrapAt33BitsContinue(SharedCluster.Set cluster) throws IOException {
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

    // then the stream continues without a change
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
    return written(takes(cluster, stream, publisher));
  }

  private List<Take> takes(SharedCluster.Set cluster, String stream, PacedFile publisher) {
    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/" + stream))) {
      viewer.awaitMessage("waiting", 1, PATIENCE);
      publisher.publish(cluster.ingest().tcpPort()).join();
      viewer.awaitMessage("end", 1, PATIENCE);
      assertThat(viewer.messages("gap")).isEmpty();
      return viewer.takes();
    }
  }

  private List<Path> written(List<Take> takes) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Take take : takes) {
      Path file = write(take, files.size());
      Ffmpeg.assertDecodes(file);
      files.add(file);
    }
    return files;
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

  private Path withSound(String name, int seconds, String options) {
    return Ffmpeg.make(
        folder.resolve(name),
        words(
            "-f lavfi -i testsrc2=size=320x240:rate=25 -f lavfi -i sine=sample_rate=48000 -t "
                + seconds
                + " "
                + options));
  }

  private Path sound(String name, int channels, int seconds) {
    return Ffmpeg.make(
        folder.resolve(name),
        words("-f lavfi -i sine=sample_rate=48000 -c:a aac -ac " + channels + " -t " + seconds));
  }

  private static List<String> words(String line) {
    return Pattern.compile(" +").splitAsStream(line).toList();
  }

  private static List<Double> spacings(List<Double> times) {
    List<Double> sorted = times.stream().sorted().toList();
    return IntStream.range(1, sorted.size())
        .mapToObj(i -> sorted.get(i) - sorted.get(i - 1))
        .toList();
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
