package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.HeardSound;
import io.framelog.it.browser.HlsJsPage;
import io.framelog.it.browser.HlsPlayer;
import io.framelog.it.browser.PlayedVideo;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.PacedFile;
import io.framelog.it.publish.Recipe;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A viewer continues when codec, size and kinds of track change. */
@ExtendWith(SharedCluster.class)
class ChangingPublisherIT {
  private static Chromium chromium;

  @BeforeAll
  static void launch() {
    chromium = Chromium.launch();
  }

  @AfterAll
  static void quit() {
    chromium.close();
  }

  private static Recipe recipe(String name, String size, String codec, boolean sound) {
    List<String> picture = List.of("-f", "lavfi", "-i", "testsrc2=size=" + size + ":rate=25");
    List<String> both =
        List.of(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=" + size + ":rate=25",
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=440:sample_rate=48000");
    boolean webm = codec.equals("libvpx");
    List<String> encoding =
        webm
            ? List.of("-c:v", codec, "-deadline", "realtime", "-cpu-used", "8", "-b:v", "400k")
            : List.of("-c:v", codec, "-preset", "ultrafast", "-bf", "0", "-pix_fmt", "yuv420p");
    List<String> all = new ArrayList<>(encoding);
    all.addAll(List.of("-g", "25"));
    all.addAll(sound ? List.of("-c:a", webm ? "libopus" : "aac", "-b:a", "64k") : List.of("-an"));
    return new Recipe(
        name,
        sound ? both : picture,
        all,
        webm
            ? List.of("-f", "webm")
            : List.of("-movflags", "empty_moov+default_base_moof+frag_every_frame", "-f", "mp4"),
        true);
  }

  private static final Recipe SILENT = recipe("silent", "320x240", "libx264", false);
  private static final Recipe SOUNDING = recipe("sounding", "640x480", "libx264", true);
  private static final Recipe OTHER_CODEC = recipe("other-codec", "480x270", "libvpx", false);

  @Test
  void eachNextPublisherIsPlayed(SharedCluster.Set cluster) {
    Page page = chromium.open(cluster.edgeA().http("/watch/changes").toString());
    for (Recipe recipe : List.of(SILENT, SOUNDING, OTHER_CODEC, SOUNDING)) {
      try (RunningProcess publisher =
          Ffmpeg.start(recipe.live("changes", cluster.ingest().tcpUrl()))) {
        awaitPlaying(page, recipe);
        new PlayedVideo(page).awaitAdvance(1.5);
        assertThat(publisher.isAlive()).isTrue();
      }
    }
    assertThat(new PlayedVideo(page).look().contrast()).isGreaterThan(40);
    page.close();
  }

  @Test
  void aNewHeaderWithinASessionIsPlayed(SharedCluster.Set cluster, @TempDir Path folder)
      throws Exception {
    // given one connection on which tracks are added and removed, and the size changes
    List<Recipe> recipes = List.of(SILENT, SOUNDING, SILENT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Recipe recipe : recipes) {
      Path clip = Ffmpeg.make(folder.resolve(recipe + ".mp4"), recipe.recorded("one-session", 4));
      bytes.write(Files.readAllBytes(clip));
    }
    Path file = Files.write(folder.resolve("all.mp4"), bytes.toByteArray());
    Page page = chromium.open(cluster.edgeA().http("/watch/one-session").toString());

    // when it is sent (paced by bytes, pieces with sound take longer than real time, never less)
    CompletableFuture<Void> publisher =
        new PacedFile(file, Duration.ofSeconds(14)).publish(cluster.ingest().tcpPort());

    for (Recipe recipe : recipes) {
      awaitPlaying(page, recipe);
    }
    publisher.join();
    assertThat(new PlayedVideo(page).look().contrast()).isGreaterThan(40);
    page.close();
  }

  @Test
  void videoContinuesWhenItsSoundStops(SharedCluster.Set cluster) {
    // given a publisher whose sound, of a codec without a known silent frame, ends after five
    // seconds
    List<String> inputs = new ArrayList<>(SOUNDING.inputs());
    inputs.set(inputs.size() - 1, "sine=frequency=440:sample_rate=48000:duration=5");
    List<String> encoding = new ArrayList<>(SOUNDING.encoding());
    encoding.set(encoding.indexOf("aac"), "flac");
    Recipe stops = new Recipe("stops", inputs, encoding, List.of("-f", "matroska"), true);
    Page page = chromium.open(cluster.edgeA().http("/watch/sound-stops").toString());
    try (RunningProcess publisher =
        Ffmpeg.start(stops.live("sound-stops", cluster.ingest().tcpUrl()))) {
      awaitPlaying(page, stops, 2);

      // then the page continues with the picture, and another page starts with it: hls.js starts
      // some seconds behind the live edge, and not where the audio is announced and missing
      awaitPlaying(page, stops, 1);
      new PlayedVideo(page).awaitAdvance(8);
      try (HlsJsPage hlsJs =
          HlsJsPage.open(chromium, cluster.edgeB(), cluster.edgeA(), "sound-stops")) {
        hlsJs.video().awaitPlaying().awaitAdvance(2);
      }
      assertThat(publisher.isAlive()).isTrue();
    }
    page.close();
  }

  /** Seven seconds of noise to fourteen of picture. */
  private static Recipe pausing(String codec) {
    List<String> inputs = new ArrayList<>(SILENT.inputs());
    inputs.addAll(List.of("-f", "lavfi", "-i", "anoisesrc=r=48000:a=0.3:d=7"));
    List<String> encoding =
        new ArrayList<>(List.of("-c:v", "libx264", "-preset", "ultrafast", "-bf", "0"));
    encoding.addAll(List.of("-pix_fmt", "yuv420p", "-g", "25", "-c:a", codec, "-b:a", "64k"));
    List<String> muxing = codec.equals("aac") ? SILENT.muxing() : List.of("-f", "matroska");
    return new Recipe("pauses-" + codec, inputs, encoding, muxing, true);
  }

  /** Sends a clip again and again as its sound pauses. */
  private static RunningProcess publishPausing(
      Recipe recipe, String stream, SharedCluster.Set cluster, Path folder) {
    Path clip =
        Ffmpeg.make(folder.resolve("clip." + recipe.extension()), recipe.recorded(stream, 14));
    List<String> publish = new ArrayList<>(List.of("-re", "-stream_loop", "-1", "-i"));
    publish.addAll(List.of(clip.toString(), "-c", "copy", "-metadata", "title=" + stream));
    // ffmpeg would hold ten seconds of picture back to wait for the sound
    publish.addAll(List.of("-max_interleave_delta", "200000"));
    publish.addAll(recipe.muxing());
    publish.add(cluster.ingest().tcpUrl());
    return Ffmpeg.start(publish);
  }

  @Test
  void ownPageAndHlsJsPlayOnThroughASoundThatPauses(
      SharedCluster.Set cluster, @TempDir Path folder) {
    String stream = "sound-aac";
    try (RunningProcess publisher = publishPausing(pausing("aac"), stream, cluster, folder);
        Page watch = chromium.open(cluster.edgeA().http("/watch/" + stream).toString())) {
      new PlayedVideo(watch).awaitPlaying();
      try (HlsJsPage hlsJs = HlsJsPage.open(chromium, cluster.edgeB(), cluster.edgeA(), stream)) {
        assertPlayOnThroughAPause(List.of(watch, hlsJs.page()));
        assertThat(hlsJs.errors()).noneMatch(error -> error.toString().startsWith("fatal"));
      }
      assertThat((Integer) watch.evaluate("() => window.framelog.source.tracks.length"))
          .isEqualTo(2);
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  @Test
  void chromiumAndShakaPlayOnThroughASoundThatPauses(
      SharedCluster.Set cluster, @TempDir Path folder) {
    String stream = "sound-opus";
    try (RunningProcess publisher = publishPausing(pausing("libopus"), stream, cluster, folder)) {
      // given a stream that is offered
      try (Page watch = chromium.open(cluster.edgeA().http("/watch/" + stream).toString())) {
        new PlayedVideo(watch).awaitPlaying();
      }
      try (Page own = HlsPlayer.CHROMIUM.open(chromium, cluster.edgeB(), cluster.edgeA(), stream);
          Page shaka = HlsPlayer.SHAKA.open(chromium, cluster.edgeB(), cluster.edgeA(), stream)) {
        assertPlayOnThroughAPause(List.of(own, shaka));
        assertThat(HlsPlayer.errors(own)).isEmpty();
        assertThat(HlsPlayer.errors(shaka)).isEmpty();
      }
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  /** Sound is heard, then silence, then sound, and no picture stands still for long. */
  private static void assertPlayOnThroughAPause(List<Page> pages) {
    pages.forEach(page -> new PlayedVideo(page).awaitPlaying());
    List<HeardSound> heard = pages.stream().map(HeardSound::of).toList();
    heard.forEach(HeardSound::awaitPauseAndReturn);
    // silence is half a second late at most, which a player waits for once
    heard.forEach(sound -> sound.assertStoodStillForAtMost(3_000));
  }

  private static void awaitPlaying(Page page, Recipe recipe) {
    awaitPlaying(page, recipe, recipe.encoding().contains("-c:a") ? 2 : 1);
  }

  /** Waits until the page plays the expected tracks and size. */
  private static void awaitPlaying(Page page, Recipe recipe, int tracks) {
    String width = recipe.inputs().get(3).replaceAll(".*size=(\\d+)x.*", "$1");
    page.waitForFunction(
        "([tracks, width]) => { const v = document.querySelector('video');"
            + " return window.framelog?.source?.tracks.length === tracks"
            + " && v.videoWidth === width && !v.paused && v.readyState >= 3"
            + " && v.error === null && v.currentTime > 0; }",
        List.of(tracks, Integer.parseInt(width)),
        new Page.WaitForFunctionOptions().setTimeout(Chromium.PATIENCE_MS));
  }
}
