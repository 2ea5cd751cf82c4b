package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.HlsJsPage;
import io.framelog.it.browser.HlsPlayer;
import io.framelog.it.browser.PlayedVideo;
import io.framelog.it.process.Cluster;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.PacketCount;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Low-latency HLS from several edges, with third-party players. */
@ExtendWith(SharedCluster.class)
class HlsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern HINT = Pattern.compile("URI=\"[^\"]*-(\\d+)\\.m4s\"\n$");
  private static final Pattern FIRST = Pattern.compile("#EXT-X-MEDIA-SEQUENCE:(\\d+)\n");
  private static final Pattern TARGET = Pattern.compile("#EXT-X-TARGETDURATION:(\\d+)\n");
  private static final Pattern DISCONTINUITIES =
      Pattern.compile("#EXT-X-DISCONTINUITY-SEQUENCE:(\\d+)\n");

  /** A keyframe every second for 12 s, then every two seconds. */
  private static final Recipe RARER_KEYFRAMES =
      new Recipe(
          "rarer-keyframes",
          List.of("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25"),
          List.of(
              "-c:v",
              "libx264",
              "-preset",
              "ultrafast",
              "-pix_fmt",
              "yuv420p",
              "-g",
              "1000",
              "-force_key_frames",
              "expr:gte(t,if(lt(n_forced,13),n_forced,12+2*(n_forced-12)))"),
          List.of("-movflags", "empty_moov+default_base_moof+frag_every_frame", "-f", "mp4"),
          true);

  /** Every frame is a keyframe, like the all-intra output of some cameras and encoders. */
  private static final Recipe KEYFRAMES_ALONE =
      new Recipe(
          "keyframes-alone",
          List.of("-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25"),
          List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "1"),
          List.of("-movflags", "empty_moov+default_base_moof+frag_every_frame", "-f", "mp4"),
          true);

  /** With FFmpeg's default audio codec for MPEG-TS. */
  private static final Recipe TS_H264_MP2 =
      new Recipe(
          "ts-h264-mp2",
          Recipe.TS_H264_AAC.inputs(),
          List.of(
              "-c:v",
              "libx264",
              "-preset",
              "ultrafast",
              "-pix_fmt",
              "yuv420p",
              "-g",
              "25",
              "-c:a",
              "mp2"),
          Recipe.TS_H264_AAC.muxing(),
          false);

  private static final Recipe AUDIO_ONLY =
      Recipe.FOREIGN.stream().filter(r -> r.name().equals("ts-audio-only")).findAny().orElseThrow();

  private final HttpClient client = HttpClient.newHttpClient();

  private CompletableFuture<HttpResponse<String>> ask(URI uri) {
    return client.sendAsync(
        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String playlist(Service edge, String pathAndQuery) {
    HttpResponse<String> answer = ask(edge.http(pathAndQuery)).join();
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private void awaitSegments(Service edge, String stream, int atLeast) {
    await("playlist of " + stream)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> count(playlist(edge, path(stream)), "#EXTINF:") >= atLeast);
  }

  private static String path(String stream) {
    return "/live/" + stream + ".m3u8";
  }

  private static int count(String text, String what) {
    return text.split(what, -1).length - 1;
  }

  private static long number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
    return Long.parseLong(found.group(1));
  }

  /** The query of the part after a playlist's last. */
  private static String next(String playlist) {
    long last = number(FIRST, playlist) + count(playlist, "#EXTINF:");
    return "?_HLS_msn=" + last + "&_HLS_part=" + number(HINT, playlist);
  }

  @Test
  void twoEdgesAndANewOneServeTheSamePlaylist(SharedCluster.Set shared) {
    String stream = "hls-same";
    try (Cluster late = Cluster.around(shared.bootstrapServers())) {
      List<Service> edges = new ArrayList<>(List.of(shared.edgeA(), shared.edgeB()));
      try (RunningProcess first =
          Ffmpeg.start(Recipe.H264_AAC_B_FRAMES.live(stream, shared.ingest().tcpUrl()))) {
        awaitSegments(shared.edgeA(), stream, 4);
        assertThat(first.isAlive()).isTrue();
      }
      try (RunningProcess again =
          Ffmpeg.start(Recipe.H264_AAC_B_FRAMES.live(stream, shared.ingest().tcpUrl()))) {
        awaitSegments(shared.edgeA(), stream, 6);
        edges.add(late.startEdge());

        // while parts arrive, all are requested at the same time with the next part
        await("three playlists at the same end of the log are equal")
            .atMost(PATIENCE)
            .ignoreExceptions()
            .untilAsserted(
                () -> {
                  String query = path(stream) + next(playlist(edges.get(2), path(stream)));
                  List<CompletableFuture<HttpResponse<String>>> asked =
                      edges.stream().map(edge -> ask(edge.http(query))).toList();
                  assertThat(asked.stream().map(answer -> answer.join().body()).distinct())
                      .hasSize(1)
                      .allSatisfy(text -> assertThat(text).contains("#EXT-X-PART:"));
                });
        assertThat(again.isAlive()).isTrue();
      }
      // and when the log has ended
      await("three playlists of an ended log are equal")
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(edges.stream().map(edge -> playlist(edge, path(stream))).distinct())
                      .hasSize(1)
                      .allSatisfy(
                          text -> assertThat(text).containsOnlyOnce("#EXT-X-DISCONTINUITY\n")));
    }
  }

  @Test
  void ffmpegPlaysIt(SharedCluster.Set shared, @TempDir Path folder) {
    String stream = "hls-ffmpeg";
    try (RunningProcess publisher =
        Ffmpeg.start(Recipe.CLASSIC_MP4.live(stream, shared.ingest().tcpUrl()))) {
      awaitSegments(shared.edgeA(), stream, 3);
      Path recorded =
          Ffmpeg.make(
              folder.resolve("recorded.mp4"),
              List.of("-i", shared.edgeB().http(path(stream)).toString(), "-t", "6", "-c", "copy"));

      Ffmpeg.assertDecodes(recorded);
      assertThat(PacketCount.of(recorded).get("video")).isBetween(149, 152);
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  @Test
  void hlsJsPlaysWithLowLatency(SharedCluster.Set shared) {
    String stream = "hls-js";
    try (Chromium chromium = Chromium.launch();
        RunningProcess publisher =
            Ffmpeg.start(Recipe.H264_AAC_B_FRAMES.live(stream, shared.ingest().tcpUrl()))) {
      awaitSegments(shared.edgeA(), stream, 2);
      try (HlsJsPage page = HlsJsPage.open(chromium, shared.edgeB(), shared.edgeA(), stream)) {
        page.video().awaitPlaying();
        // hls.js plays faster, or jumps, until it has its target latency
        page.awaitSecondsBehindClock(2.5);
        page.video().assertPlaysSmoothly(6, 25);
        assertThat(page.errors()).noneMatch(error -> error.toString().startsWith("fatal"));
      }
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherPlayersPlayTheWholeStream(HlsPlayer player, SharedCluster.Set shared) {
    String stream = "hls-" + player.name().toLowerCase(Locale.ROOT).replace('_', '-');
    try (Chromium chromium = Chromium.launch();
        RunningProcess publisher =
            Ffmpeg.start(Recipe.H264_AAC_B_FRAMES.live(stream, shared.ingest().tcpUrl()))) {
      // more segments than a delta update skips
      awaitSegments(shared.edgeA(), stream, 8);
      try (Page page = player.open(chromium, shared.edgeB(), shared.edgeA(), stream)) {
        PlayedVideo video =
            new PlayedVideo(page).awaitPlaying().awaitAdvance(player.startSeconds());
        video.assertPlaysSmoothly(8, 25);
        assertThat(HlsPlayer.errors(page)).isEmpty();
      }
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherPlayersPlayAStreamThatHasJustBegun(HlsPlayer player, SharedCluster.Set shared) {
    String stream = "hls-begins-" + player.name().toLowerCase(Locale.ROOT).replace('_', '-');
    try (Chromium chromium = Chromium.launch();
        RunningProcess publisher =
            Ffmpeg.start(Recipe.H264_AAC_B_FRAMES.live(stream, shared.ingest().tcpUrl()))) {
      awaitSegments(shared.edgeA(), stream, 1);
      try (Page page = player.open(chromium, shared.edgeB(), shared.edgeA(), stream)) {
        new PlayedVideo(page).awaitPlaying().awaitAdvance(player.startSeconds() + 2);
        assertThat(HlsPlayer.errors(page)).isEmpty();
      }
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  @Test
  void hlsJsContinuesWhenThePublisherIsRestartedOrCrashes(SharedCluster.Set shared) {
    String stream = "hls-returns";
    playsThroughRestarts(stream, Recipe.CLASSIC_MP4.live(stream, shared.ingest().tcpUrl()), shared);
  }

  @Test
  void hlsJsContinuesWhenAPublisherWithTranscodedAudioIsRestarted(SharedCluster.Set shared) {
    String stream = "hls-anew";
    String title = stream + "?transcode=audio";
    playsThroughRestarts(stream, TS_H264_MP2.live(title, shared.ingest().tcpUrl()), shared);
  }

  private void playsThroughRestarts(String stream, List<String> publish, SharedCluster.Set shared) {
    try (Chromium chromium = Chromium.launch();
        RunningProcess first = Ffmpeg.start(publish)) {
      awaitSegments(shared.edgeA(), stream, 2);
      try (HlsJsPage page = HlsJsPage.open(chromium, shared.edgeB(), shared.edgeA(), stream)) {
        page.video().awaitPlaying().awaitAdvance(2);

        first.terminate(PATIENCE);
        try (RunningProcess second = Ffmpeg.start(publish)) {
          awaitDiscontinuities(shared.edgeA(), stream, 1);
          page.video().awaitAdvance(5);
          second.kill();
        }
        try (RunningProcess third = Ffmpeg.start(publish)) {
          awaitDiscontinuities(shared.edgeA(), stream, 2);
          page.video().awaitAdvance(5);
          assertThat(third.isAlive()).isTrue();
        }
        assertThat(page.video().look().contrast()).as("contrast").isGreaterThan(40);
        assertThat(page.errors()).noneMatch(error -> error.toString().startsWith("fatal"));
      }
    }
  }

  @Test
  void hlsJsContinuesWhenAnEncoderThatFlushesIsRestarted(SharedCluster.Set shared) {
    String stream = "hls-flushes";
    List<String> publish = Recipe.TS_H264_AAC.live(stream, shared.ingest().tcpUrl());
    try (Chromium chromium = Chromium.launch();
        RunningProcess first = Ffmpeg.start(publish)) {
      awaitSegments(shared.edgeA(), stream, 2);
      try (HlsJsPage page = HlsJsPage.open(chromium, shared.edgeB(), shared.edgeA(), stream)) {
        page.video().awaitPlaying().awaitAdvance(2);

        first.terminate(PATIENCE);
        try (RunningProcess second = Ffmpeg.start(publish)) {
          awaitDiscontinuities(shared.edgeA(), stream, 1);
          page.video().awaitAdvance(5);
          assertThat(second.isAlive()).isTrue();
        }
        assertThat(page.errors()).noneMatch(error -> error.toString().startsWith("fatal"));
      }
    }
  }

  @Test
  void playersContinueWhenKeyframesBecomeRarer(SharedCluster.Set shared) {
    String stream = "hls-rarer";
    List<String> playlists = new ArrayList<>();
    try (Chromium chromium = Chromium.launch();
        RunningProcess publisher =
            Ffmpeg.start(RARER_KEYFRAMES.live(stream, shared.ingest().tcpUrl()))) {
      awaitSegments(shared.edgeA(), stream, 3);
      playlists.add(playlist(shared.edgeA(), path(stream)));
      assertThat(number(TARGET, playlists.get(0))).isEqualTo(1);
      try (HlsJsPage hlsJs = HlsJsPage.open(chromium, shared.edgeB(), shared.edgeA(), stream);
          Page own = HlsPlayer.CHROMIUM.open(chromium, shared.edgeB(), shared.edgeA(), stream)) {
        hlsJs.video().awaitPlaying();
        PlayedVideo chromiums = new PlayedVideo(own).awaitPlaying();

        // when a playlist with a longer target duration has started
        await("two segments of two seconds")
            .atMost(PATIENCE)
            .until(
                () -> {
                  playlists.add(playlist(shared.edgeA(), path(stream)));
                  return count(playlists.get(playlists.size() - 1), "#EXTINF:2") >= 2;
                });

        // then all continue with it, and no sequence number has decreased
        hlsJs.video().awaitAdvance(4);
        chromiums.awaitAdvance(4);
        assertThat(hlsJs.errors()).noneMatch(error -> error.toString().startsWith("fatal"));
        assertThat(HlsPlayer.errors(own)).isEmpty();
        assertThat(chromiums.look().errors()).isEmpty();
        assertThat(chromiums.look().contrast()).isGreaterThan(40);
        for (Pattern never : List.of(FIRST, DISCONTINUITIES, TARGET)) {
          assertThat(playlists.stream().map(text -> number(never, text)))
              .as("%s", never)
              .isSorted();
        }
      }
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  @Test
  void playersPlayAStreamOfKeyframesOnly(SharedCluster.Set shared) {
    String stream = "hls-intra";
    try (Chromium chromium = Chromium.launch();
        RunningProcess publisher =
            Ffmpeg.start(KEYFRAMES_ALONE.live(stream, shared.ingest().tcpUrl()))) {
      awaitSegments(shared.edgeA(), stream, 6);
      try (HlsJsPage hlsJs = HlsJsPage.open(chromium, shared.edgeB(), shared.edgeA(), stream);
          Page own = chromium.open(shared.edgeB().http("/watch/" + stream).toString())) {
        hlsJs.video().awaitPlaying();
        PlayedVideo socket = new PlayedVideo(own).awaitPlaying();
        hlsJs.awaitSecondsBehindClock(2.5);
        hlsJs.video().assertPlaysSmoothly(5, 25);
        socket.assertPlaysSmoothly(1, 25);
        assertThat(hlsJs.errors()).noneMatch(error -> error.toString().startsWith("fatal"));
      }
      assertThat(count(playlist(shared.edgeA(), path(stream)), "#EXTINF:1.000000,"))
          .isGreaterThanOrEqualTo(5);
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  private void awaitDiscontinuities(Service edge, String stream, int count) {
    await(stream + " continues after the publisher's reconnect")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              String playlist = playlist(edge, path(stream));
              assertThat(playlist).doesNotContain("#EXT-X-ENDLIST");
              assertThat(count(playlist, "#EXT-X-DISCONTINUITY\n")).isEqualTo(count);
            });
  }

  @Test
  void hlsJsPlaysAudioOnly(SharedCluster.Set shared) {
    String stream = "hls-sound";
    try (Chromium chromium = Chromium.launch();
        RunningProcess publisher =
            Ffmpeg.start(AUDIO_ONLY.live(stream, shared.ingest().tcpUrl()))) {
      awaitSegments(shared.edgeA(), stream, 1);
      try (HlsJsPage page = HlsJsPage.open(chromium, shared.edgeB(), shared.edgeA(), stream)) {
        page.awaitSound(5);
        page.awaitSecondsBehindClock(2.5);
        assertThat(page.errors()).noneMatch(error -> error.toString().startsWith("fatal"));
      }
      assertThat(publisher.isAlive()).isTrue();
    }
  }
}
