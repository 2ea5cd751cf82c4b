package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.PlayedVideo;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ffmpeg sends is watched in a real browser, also by one who joins late. */
@ExtendWith(SharedCluster.class)
class PlaysInChromiumIT {
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

  @ParameterizedTest
  @MethodSource("others")
  void othersPlayToo(Recipe recipe, SharedCluster.Set cluster) {
    String stream = "chromium-" + recipe.name();
    try (RunningProcess publisher = Ffmpeg.start(recipe.live(stream, cluster.ingest().tcpUrl()))) {
      var page = chromium.open(cluster.edgeA().http("/watch/" + stream).toString());
      new PlayedVideo(page).awaitPlaying().assertPlaysSmoothly(5, 25);
      page.close();
      assertThat(publisher.isAlive()).as("publisher lives").isTrue();
    }
  }
}
