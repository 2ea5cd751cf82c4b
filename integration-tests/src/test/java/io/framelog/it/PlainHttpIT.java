package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.PlayedVideo;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.Mpv;
import io.framelog.it.watch.Vlc;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Live streams in players without support for Framelog. */
@ExtendWith(SharedCluster.class)
class PlainHttpIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path folder;

  static Stream<Arguments> containers() {
    return Stream.of(
        Arguments.of(Recipe.H264_AAC_B_FRAMES, "mp4", "video/mp4", 2),
        Arguments.of(Recipe.CLASSIC_WEBM, "webm", "video/webm", 1),
        Arguments.of(Recipe.AV1_MP4, "mp4", "video/mp4", 1),
        Arguments.of(foreign("adts"), "mp4", "audio/mp4", 1),
        Arguments.of(foreign("mp3"), "mp4", "audio/mp4", 1));
  }

  private static Recipe foreign(String name) {
    return Recipe.FOREIGN.stream().filter(each -> each.name().equals(name)).findAny().orElseThrow();
  }

  /** Publishes a recipe; raw audio without a title by HTTP. */
  private static RunningProcess publish(Recipe recipe, String stream, SharedCluster.Set cluster) {
    return recipe.hasTitle()
        ? Ffmpeg.start(recipe.live(stream, cluster.ingest().tcpUrl()))
        : Ffmpeg.start(recipe.live("", cluster.ingest().httpUrl(stream)));
  }

  private static HttpResponse<Void> head(Service edge, String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(edge.http(path))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.discarding());
  }

  private static void awaitLive(Service edge, String path) {
    Awaitility.await(path).atMost(PATIENCE).until(() -> head(edge, path).statusCode() == 200);
  }

  @ParameterizedTest
  @MethodSource("containers")
  void ffmpegReadsEveryContainerAndCodec(
      Recipe recipe, String ending, String type, int tracks, SharedCluster.Set cluster)
      throws Exception {
    String stream = "plain-" + recipe.name();
    String path = "/live/" + stream + "." + ending;
    try (RunningProcess publisher = publish(recipe, stream, cluster)) {
      awaitLive(cluster.edgeA(), path);
      assertThat(head(cluster.edgeA(), path).headers().firstValue("content-type").orElseThrow())
          .startsWith(type + "; codecs=\"");

      // when a player copies three seconds, then the copy decodes without a message
      Path copy = folder.resolve("copy.mkv");
      Ffmpeg.run(
          PATIENCE,
          List.of(
              "-xerror",
              "-i",
              cluster.edgeA().http(path).toString(),
              "-t",
              "3",
              "-c",
              "copy",
              copy.toString()));
      Ffmpeg.assertDecodes(copy);
      assertThat(probe(copy, "stream=codec_type")).hasSize(tracks);
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  private static List<String> probe(Path file, String entries) {
    return run(
        "ffprobe", "-v", "error", "-show_entries", entries, "-of", "csv=p=0", file.toString());
  }

  private static List<String> run(String... command) {
    try (RunningProcess process = RunningProcess.start(command[0], List.of(command))) {
      process.awaitExit(PATIENCE);
      return process.lines().stream().filter(line -> !line.isBlank()).toList();
    }
  }

  @Test
  void responsesHaveTheRequiredHeaders(SharedCluster.Set cluster) throws Exception {
    try (RunningProcess publisher = publish(Recipe.CLASSIC_MP4, "plain-curl", cluster)) {
      awaitLive(cluster.edgeA(), "/live/plain-curl.mp4");
      String url = cluster.edgeA().http("/live/plain-curl.mp4").toString();

      String origin = cluster.edgeB().http("").toString();
      assertThat(run("curl", "-sS", "-I", "-H", "Origin: " + origin, url))
          .contains("HTTP/1.1 200 OK")
          .anyMatch(line -> line.equalsIgnoreCase("accept-ranges: none"))
          .anyMatch(line -> line.equalsIgnoreCase("access-control-allow-origin: " + origin));
      Path body = folder.resolve("body.mp4");
      assertThat(run("curl", "-sS", "-r", "0-", "-D", "-", "-o", body.toString(), "-m", "2", url))
          .contains("HTTP/1.1 200 OK")
          .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("content-range"));
      assertThat(probe(body, "stream=codec_name")).containsExactly("h264");

      HttpResponse<String> wrong = cluster.edgeA().get("/live/plain-curl.webm");
      assertThat(wrong.statusCode()).isEqualTo(406);
      assertThat(wrong.body()).contains("/live/plain-curl.mp4");
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("inChromium")
  void aVideoElementPlays(Recipe recipe, String ending, SharedCluster.Set cluster) {
    String stream = "plain-chromium-" + recipe.name();
    try (RunningProcess publisher = publish(recipe, stream, cluster);
        Chromium chromium = Chromium.launch()) {
      String path = "/live/" + stream + "." + ending;
      awaitLive(cluster.edgeA(), path);
      // given a page of another origin, which the edge allows
      Page page = chromium.open(cluster.edgeB().http("/live").toString());
      page.setContent(
          "<video muted autoplay crossorigin src=\"" + cluster.edgeA().http(path) + "\"></video>");
      PlayedVideo video = new PlayedVideo(page).awaitPlaying().awaitAdvance(3);
      assertThat(video.look().errors()).isEmpty();
      assertThat(video.look().contrast()).isGreaterThan(40);
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  static Stream<Arguments> inChromium() {
    return Stream.of(
        Arguments.of(Recipe.H264_AAC_B_FRAMES, "mp4"), Arguments.of(Recipe.CLASSIC_WEBM, "webm"));
  }

  /**
   * Publishes more than a minute of media at full speed in the other container, so that it cannot
   * be mistaken for the live stream after it.
   */
  private static void publishAMinute(String stream, String ending, SharedCluster.Set cluster) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=1:duration=65", "-g", "1"));
    command.addAll(List.of("-pix_fmt", "yuv420p", "-metadata", "title=" + stream));
    command.addAll(
        ending.equals("webm")
            ? List.of("-c:v", "libx264", "-movflags", "empty_moov+default_base_moof", "-f", "mp4")
            : List.of("-c:v", "libvpx", "-f", "webm"));
    command.add(cluster.ingest().tcpUrl());
    Ffmpeg.run(PATIENCE, command);
  }

  @ParameterizedTest
  @MethodSource("inChromium")
  void vlcAndMpvPlayAStreamThatIsAMinuteOldFromTimeZero(
      Recipe recipe, String ending, SharedCluster.Set cluster) {
    String stream = "plain-old-" + recipe.name();
    URI url = cluster.edgeA().http("/live/" + stream + "." + ending);
    publishAMinute(stream, ending, cluster);
    try (RunningProcess publisher = publish(recipe, stream, cluster)) {
      awaitLive(cluster.edgeA(), url.getPath());
      try (Vlc vlc = Vlc.play(url, folder)) {
        vlc.awaitPictures(50, PATIENCE);
      }
      assertPlaysFromTimeZeroInMpv(url);
      if (ending.equals("mp4")) {
        assertPlaysFromTimeZeroInMpv(cluster.edgeA().http("/live/" + stream + ".m3u8"));
      }
      List<String> starts =
          run(
              "ffprobe",
              "-v",
              "error",
              "-show_entries",
              "stream=start_time",
              "-of",
              "csv=p=0",
              url.toString());
      assertThat(starts)
          .isNotEmpty()
          .allSatisfy(start -> assertThat(Double.parseDouble(start)).isBetween(0.0, 0.5));
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  private static void assertPlaysFromTimeZeroInMpv(URI url) {
    List<Double> positions = Mpv.play(url, 50, PATIENCE);
    assertThat(positions).as("positions in mpv of %s", url).hasSizeGreaterThan(2).isSorted();
    assertThat(positions.get(0)).isBetween(0.0, 0.5);
    assertThat(positions.get(positions.size() - 1)).isBetween(1.8, 3.0);
  }

  private static Recipe sized(String size) {
    return new Recipe(
        size,
        List.of("-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=25"),
        List.of("-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p"),
        List.of("-movflags", "empty_moov+default_base_moof+frag_every_frame", "-f", "mp4"),
        true);
  }

  /** Reads a body to its end; fails when it is truncated. */
  private CompletableFuture<Path> readToTheEnd(URI url, String name) {
    return HTTP.sendAsync(
            HttpRequest.newBuilder(url).build(),
            HttpResponse.BodyHandlers.ofFile(folder.resolve(name)))
        .thenApply(HttpResponse::body);
  }

  @Test
  void aBodyEndsAtANewHeaderAndTheNextRequestContinues(SharedCluster.Set cluster) throws Exception {
    URI url = cluster.edgeA().http("/live/plain-resized.mp4");
    CompletableFuture<Path> first;
    try (RunningProcess publisher = publish(sized("320x240"), "plain-resized", cluster)) {
      awaitLive(cluster.edgeA(), "/live/plain-resized.mp4");
      first = readToTheEnd(url, "first.mp4");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () ->
                  Files.exists(folder.resolve("first.mp4"))
                      && Files.size(folder.resolve("first.mp4")) > 20_000);
      assertThat(publisher.isAlive()).isTrue();
    }
    Path whole = first.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    Ffmpeg.assertDecodes(whole);
    assertThat(probe(whole, "stream=width,height")).containsExactly("320,240");

    try (RunningProcess publisher = publish(sized("640x480"), "plain-resized", cluster)) {
      awaitLive(cluster.edgeA(), "/live/plain-resized.mp4");
      CompletableFuture<Path> second = readToTheEnd(url, "second.mp4");
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () ->
                  Files.exists(folder.resolve("second.mp4"))
                      && Files.size(folder.resolve("second.mp4")) > 20_000);
      assertThat(publisher.isAlive()).isTrue();
      publisher.stop();
      Path next = second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      Ffmpeg.assertDecodes(next);
      assertThat(probe(next, "stream=width,height")).containsExactly("640,480");
    }
  }

  private static HttpResponse<InputStream> picture(Service edge, String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(edge.http(path)).build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private static BufferedImage decoded(HttpResponse<InputStream> picture) throws IOException {
    assertThat(picture.statusCode()).isEqualTo(200);
    assertThat(picture.headers().firstValue("content-type")).contains("image/jpeg");
    return ImageIO.read(new ByteArrayInputStream(picture.body().readAllBytes()));
  }

  @ParameterizedTest
  @MethodSource("inChromium")
  void thePosterIsThePictureOfTheNewestKeyframe(
      Recipe recipe, String ending, SharedCluster.Set cluster) throws Exception {
    String stream = "plain-poster-" + recipe.name();
    String path = "/live/" + stream + ".jpg";
    List<String> tags = new ArrayList<>();
    try (RunningProcess publisher = publish(recipe, stream, cluster)) {
      awaitLive(cluster.edgeA(), "/live/" + stream + "." + ending);
      awaitLive(cluster.edgeA(), path);
      BufferedImage image = decoded(picture(cluster.edgeA(), path));
      assertThat(image.getWidth() + "x" + image.getHeight()).isEqualTo("640x480");
      assertThat(Stream.of(40, 120, 240, 400, 600).map(x -> image.getRGB(x, 100)).distinct())
          .as("colours of the test picture")
          .hasSizeGreaterThan(3);

      HttpResponse<InputStream> small = picture(cluster.edgeA(), path + "?width=160");
      assertThat(decoded(small).getHeight()).isEqualTo(120);

      // then it follows the stream
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                tags.add(head(cluster.edgeA(), path).headers().firstValue("etag").orElse(""));
                return tags.stream().distinct().count() >= 3;
              });
      assertThat(publisher.isAlive()).isTrue();
    }
    // and is available on any edge when the publisher has ended
    assertThat(decoded(picture(cluster.edgeB(), path)).getWidth()).isEqualTo(640);
  }
}
