package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.PlayedVideo;
import io.framelog.it.browser.PublishingPage;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.watch.Packets;
import io.framelog.it.watch.Take;
import io.framelog.it.watch.Viewer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Publishes with the page {@code /publish} in a Chromium with a fake camera and watches through
 * edges: every frame of its recorder arrives, decodes and plays in another Chromium.
 */
@ExtendWith(SharedCluster.class)
class BrowserPublishesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Chromium publisher;
  private static Chromium watcher;

  @TempDir private Path folder;

  @BeforeAll
  static void launch() {
    publisher = Chromium.launchWithCamera();
    watcher = Chromium.launch();
  }

  @AfterAll
  static void quit() {
    publisher.close();
    watcher.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "vp8  | video/webm;codecs=\"vp8,opus\"           | vp8,opus   | video/webm",
        "vp9  | video/webm;codecs=\"vp9,opus\"           | vp09       | video/mp4",
        "av1  | video/webm;codecs=\"av1,opus\"           | av01       | video/mp4",
        "h264 | video/webm;codecs=\"avc1.42e01f,opus\"   | avc1       | video/mp4",
        "mp4  | video/mp4;codecs=\"avc1.42e01f,opus\"    | avc1       | video/mp4",
      })
  void everyFrameOfTheRecorderArrivesAndPlays(
      String name, String type, String codec, String container, SharedCluster.Set cluster)
      throws IOException {
    String stream = "browser-" + name;
    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/" + stream));
        PublishingPage page = open(cluster, stream, "?type=" + encoded(type))) {
      assumeThat(page.offers(type)).as("this Chromium records %s", type).isTrue();
      viewer.awaitMessage("waiting", 1, PATIENCE);
      page.start().awaitHeadline("You are live");
      plays(cluster, "/watch/" + stream);
      page.stop();

      viewer.awaitMessage("end", 1, PATIENCE);
      assertThat(viewer.takes()).hasSize(1);
      assertThat(viewer.takes().get(0).mime()).startsWith(container).contains(codec);
      assertThat(framesOf(viewer)).isEqualTo(framesOf(page.files(folder)));
    }
  }

  @Test
  void continuesWhenTheRecorderRestartsEachSecond(SharedCluster.Set cluster) throws IOException {
    String stream = "browser-restarts";
    String type = encoded("video/webm;codecs=\"vp8,opus\"");
    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/" + stream));
        PublishingPage page = open(cluster, stream, "?restart=1&type=" + type)) {
      viewer.awaitMessage("waiting", 1, PATIENCE);
      page.start().awaitHeadline("You are live").awaitFiles(4);
      page.stop();

      viewer.awaitMessage("end", 1, PATIENCE);
      assertThat(viewer.messages("gap")).isEmpty();
      assertThat(viewer.takes()).as("one header for all recordings").hasSize(1);
      assertThat(framesOf(viewer)).isEqualTo(framesOf(page.files(folder)));
    }
  }

  @Test
  void continuesAfterAChangeOfSize(SharedCluster.Set cluster) throws IOException {
    String stream = "browser-resized";
    String type = encoded("video/webm;codecs=\"vp8,opus\"");
    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/" + stream));
        PublishingPage page = open(cluster, stream, "?type=" + type)) {
      viewer.awaitMessage("waiting", 1, PATIENCE);
      page.start().awaitHeadline("You are live");
      var watch = watcher.open(cluster.edgeB().http("/watch/" + stream).toString());
      PlayedVideo played = new PlayedVideo(watch).awaitPlaying();
      int width = played.look().width();

      page.resize(320, 240);

      watch.waitForFunction("() => document.querySelector('video').videoWidth === 320");
      played.awaitAdvance(1);
      assertThat(played.look().errors()).isEmpty();
      assertThat(width).isNotEqualTo(320);
      watch.context().close();
      page.stop();
      viewer.awaitMessage("end", 1, PATIENCE);
      assertThat(framesOf(viewer)).isEqualTo(framesOf(page.files(folder)));
    }
  }

  @ParameterizedTest
  @CsvSource({"image/jpeg, jpeg", "image/webp, webp"})
  void mirrorsImages(String type, String codec, SharedCluster.Set cluster) throws IOException {
    String stream = "browser-mirror-" + codec;
    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/" + stream));
        PublishingPage page = open(cluster, stream, "?mode=mirror&type=" + encoded(type))) {
      viewer.awaitMessage("waiting", 1, PATIENCE);
      page.start().awaitHeadline("You are live");
      plays(cluster, "/mirror/" + stream);
      if (codec.equals("jpeg")) {
        String mjpeg = cluster.edgeB().http("/live/" + stream + ".mjpeg").toString();
        assertThat(Ffmpeg.run(PATIENCE, decodedImages(mjpeg, 10)))
            .filteredOn(line -> line.startsWith("0,"))
            .hasSize(10);
      }
      page.awaitPieces(20).stop();

      viewer.awaitMessage("end", 1, PATIENCE);
      assertThat(viewer.takes().get(0).mime()).isEqualTo(type);
      assertThat(viewer.messages("gap")).isEmpty();
      // From the newest image at the join to the last one sent, without a gap.
      List<Integer> images =
          viewer.messages("chunk").stream().map(chunk -> (Integer) chunk.get("chunk")).toList();
      int sent = page.pieces();
      assertThat(images)
          .isEqualTo(IntStream.range(images.get(0), sent).boxed().toList())
          .hasSizeGreaterThan(sent / 2);
    }
  }

  @Test
  void reportsThatTheCameraIsNotAllowed(SharedCluster.Set cluster) {
    try (Chromium forbidding = Chromium.launchWithForbiddenCamera();
        PublishingPage page =
            PublishingPage.open(forbidding, cluster.ingest().service(), "forbidden", "")) {
      page.start().awaitHeadline("The browser may not use the camera");

      assertThat(page.detail()).contains("Allow camera and microphone for this page");
    }
  }

  @Test
  void showsWhyIngestHasEndedTheStream(SharedCluster.Set cluster) {
    try (PublishingPage first = open(cluster, "browser-contested", "");
        PublishingPage second = open(cluster, "browser-contested", "")) {
      first.start().awaitHeadline("You are live");

      second.start().awaitHeadline("You are live");

      first.awaitHeadline("The server has ended the stream");
      assertThat(first.detail()).isNotBlank();
    }
  }

  private static PublishingPage open(SharedCluster.Set cluster, String stream, String query) {
    return PublishingPage.open(publisher, cluster.ingest().service(), stream, query);
  }

  private static void plays(SharedCluster.Set cluster, String path) {
    var page = watcher.open(cluster.edgeB().http(path).toString());
    PlayedVideo video = new PlayedVideo(page).awaitPlaying().awaitAdvance(2);
    assertThat(video.look().errors()).isEmpty();
    assertThat(video.look().contrast()).isGreaterThan(40);
    page.context().close();
  }

  /** Number of video frames of all takes; each take decodes from its first frame on. */
  private int framesOf(Viewer viewer) throws IOException {
    int frames = 0;
    for (Take take : viewer.takes()) {
      String extension = take.mime().contains("webm") ? ".webm" : ".mp4";
      Path file = Files.write(folder.resolve("take-" + frames + extension), take.bytes());
      assertDecodes(file);
      frames += Packets.of(file).tracks().get(0).packets().size();
    }
    return frames;
  }

  /** Decodes with the frames' own times, because a camera's frame rate varies. */
  private static void assertDecodes(Path file) {
    List<String> decode = new ArrayList<>(List.of("-xerror", "-i", file.toString()));
    decode.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base", "-1", "-f", "null", "-"));
    assertThat(Ffmpeg.run(PATIENCE, decode)).as("messages of decoding %s", file).isEmpty();
  }

  private static int framesOf(List<Path> recordings) {
    return recordings.stream()
        .mapToInt(file -> Packets.of(file).tracks().get(0).packets().size())
        .sum();
  }

  private static List<String> decodedImages(String url, int count) {
    return List.of(
        "-xerror", "-f", "mpjpeg", "-i", url, "-frames:v", "" + count, "-f", "framemd5", "-");
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
