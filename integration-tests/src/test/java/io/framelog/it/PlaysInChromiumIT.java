package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.PlayedVideo;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams from ffmpeg play in Chromium, also after a late join. */
@ExtendWith(SharedCluster.class)
class PlaysInChromiumIT {
  private static final String FRAGMENTS =
      "-movflags empty_moov+default_base_moof+frag_every_frame -f mp4";
  private static Chromium chromium;

  @BeforeAll
  static void launch() {
    chromium = Chromium.launch();
  }

  @AfterAll
  static void quit() {
    chromium.close();
  }

  static Stream<Recipe> classics() {
    return Stream.of(Recipe.CLASSIC_WEBM, Recipe.CLASSIC_MP4);
  }

  static Stream<Recipe> others() {
    return Stream.of(
        Recipe.H264_AAC_B_FRAMES,
        Recipe.H264_MID_GOP_FRAGMENTS,
        Recipe.VP9_OPUS_WEBM,
        Recipe.AV1_MP4);
  }

  @ParameterizedTest
  @MethodSource("classics")
  void theClassicCommandPlaysTenSecondsWithoutAStallAndForALateJoiner(
      Recipe recipe, SharedCluster.Set cluster) {
    String stream = "chromium-" + recipe.name();
    try (RunningProcess publisher = Ffmpeg.start(recipe.live(stream, cluster.ingest().tcpUrl()))) {
      var page = chromium.open(cluster.edgeA().http("/watch/" + stream).toString());
      new PlayedVideo(page).awaitPlaying().assertPlaysSmoothly(10, 25);
      page.close();

      var late = chromium.open(cluster.edgeB().http("/watch/" + stream).toString());
      new PlayedVideo(late).awaitPlaying().assertPlaysSmoothly(5, 25);
      late.close();
      assertThat(publisher.isAlive()).as("publisher lives").isTrue();
    }
  }

  @Test
  void aCopiedMp4WithSoundIsOneBufferedRangeAcrossItsLoops(
      SharedCluster.Set cluster, @TempDir Path folder) {
    // given a file with reordered frames and the priming of AAC
    Path file =
        Ffmpeg.make(
            folder.resolve("bf.mp4"),
            words(
                "-f lavfi -i testsrc2=s=320x180:r=25 -f lavfi -i sine=r=48000 -t 4 -c:v libx264"
                    + " -bf 3 -g 25 -pix_fmt yuv420p -c:a aac"));

    // when it is published in a loop with the README's flags
    String command = "-re -stream_loop -1 -i " + file + " -c copy -metadata title=chromium-copy ";
    try (RunningProcess publisher =
        Ffmpeg.start(words(command + FRAGMENTS + " " + cluster.ingest().tcpUrl()))) {
      var page = chromium.open(cluster.edgeA().http("/watch/chromium-copy").toString());
      PlayedVideo video = new PlayedVideo(page).awaitPlaying();
      video.assertPlaysSmoothly(5, 25);

      // then
      assertThat(video.look().ranges()).as("buffered ranges").isEqualTo(1);
      assertThat(publisher.isAlive()).as("publisher lives").isTrue();
      page.close();
    }
  }

  @Test
  void theLastFramesOfAPublisherThatEndsArePlayed(SharedCluster.Set cluster) {
    // given a publisher whose encoders output several frames at the end
    String command =
        "-re -f lavfi -i testsrc2=s=320x180:r=25 -re -f lavfi -i sine=r=48000 -t 4 -c:v libx264"
            + " -bf 2 -g 25 -pix_fmt yuv420p -c:a aac -metadata title=chromium-tail ";
    var page = chromium.open(cluster.edgeA().http("/watch/chromium-tail").toString());
    PlayedVideo video = new PlayedVideo(page);

    // when
    try (RunningProcess publisher =
        Ffmpeg.start(words(command + FRAGMENTS + " " + cluster.ingest().tcpUrl()))) {
      video.awaitPlaying();
      assertThat(publisher.awaitExit(Duration.ofSeconds(30))).isZero();
    }

    // then its last picture stays visible, and all media is buffered as one range
    page.waitForFunction("() => document.querySelector('video').currentTime >= 3.9");
    page.waitForFunction("() => window.framelog.state === 'waiting'");
    PlayedVideo.Look end = video.look();
    assertThat(end.time()).as("time of the last picture").isGreaterThan(3.9);
    assertThat(end.ranges()).as("buffered ranges").isEqualTo(1);
    assertThat(end.contrast()).isGreaterThan(40);
    page.close();
  }

  private static List<String> words(String line) {
    return Pattern.compile(" ").splitAsStream(line).toList();
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherRecipesPlay(Recipe recipe, SharedCluster.Set cluster) {
    String stream = "chromium-" + recipe.name();
    try (RunningProcess publisher = Ffmpeg.start(recipe.live(stream, cluster.ingest().tcpUrl()))) {
      var page = chromium.open(cluster.edgeA().http("/watch/" + stream).toString());
      new PlayedVideo(page).awaitPlaying().assertPlaysSmoothly(5, 25);
      page.close();
      assertThat(publisher.isAlive()).as("publisher lives").isTrue();
    }
  }
}
