package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.HlsPlayer;
import io.framelog.it.browser.PlayedVideo;
import io.framelog.it.browser.PublishingPage;
import io.framelog.it.process.ReverseProxy;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Publishes and watches through the proxies of {@code docs/7-reverse-proxies.md}, with HTTP/2, TLS
 * and a path prefix.
 */
@ExtendWith(SharedCluster.class)
class ReverseProxiesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String REQUESTED =
      "() => performance.getEntriesByType('resource').map((entry) => entry.name)";
  private static final String PROTOCOL =
      "() => performance.getEntriesByType('navigation')[0].nextHopProtocol";

  private static Chromium chromium;

  @TempDir private Path folder;

  @BeforeAll
  static void launch() {
    chromium = Chromium.launchWithCameraTrustingAll();
  }

  @AfterAll
  static void close() {
    chromium.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddyfile", "haproxy"})
  void aStreamPublishedByPutIsWatched(String kind, SharedCluster.Set cluster) throws Exception {
    String stream = "behind-" + kind;
    try (ReverseProxy proxy = ReverseProxy.start(kind, cluster, folder);
        RunningProcess publisher = Ffmpeg.start(put(proxy.https("/publish/" + stream)))) {
      String root = proxy.https("/").toString();
      Page page = chromium.open(root);
      page.click("a[href$='watch/" + stream + "']");

      new PlayedVideo(page).awaitPlaying().awaitAdvance(1);
      assertThat(page.url()).isEqualTo(root + "watch/" + stream);
      assertThat(page.evaluate(PROTOCOL)).isEqualTo("h2");
      assertThat((List<?>) page.evaluate(REQUESTED))
          .isNotEmpty()
          .allSatisfy(address -> assertThat(address.toString()).startsWith(root));

      page.click("a.home");
      page.waitForSelector("a[href$='watch/" + stream + "']");
      assertThat(page.url()).isEqualTo(root);
      page.navigate(proxy.https("/watch").toString());
      assertThat(page.url()).as("redirect of /watch").isEqualTo(root);
      page.context().close();
      assertThat(chromium.complaints()).isEmpty();

      Ffmpeg.run(
          PATIENCE, List.of("-i", root + "live/" + stream + ".m3u8", "-t", "1", "-f", "null", "-"));
      assertThat(publisher.isAlive()).as("publisher: %s", publisher.output()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddyfile", "haproxy"})
  void healthAndMetricsAreNotReachable(String kind, SharedCluster.Set cluster) throws Exception {
    try (ReverseProxy proxy = ReverseProxy.start(kind, cluster, folder)) {
      for (String path : List.of("/q", "/q/", "/q/health", "/q/openapi", "/q/metrics")) {
        for (String way : List.of("", "/", "/live/..", "/live/%2e%2e", "/.", "/publish/..")) {
          assertThat(proxy.ask("GET", way + path).statusCode())
              .as("%s%s", way, path)
              .isBetween(400, 499);
          String escaped = path.replace("q", "%71");
          assertThat(proxy.ask("GET", way + escaped).statusCode())
              .as("%s%s", way, escaped)
              .isBetween(400, 499);
        }
      }
      assertThat(proxy.ask("GET", "/live/q").statusCode()).as("stream q").isEqualTo(426);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "caddyfile", "haproxy"})
  void theRootIsFoundWithAndWithoutItsSlash(String kind, SharedCluster.Set cluster)
      throws Exception {
    try (ReverseProxy proxy = ReverseProxy.start(kind, cluster, folder)) {
      HttpResponse<String> head = proxy.ask("HEAD", "/");
      HttpResponse<String> page = proxy.ask("GET", "/");
      HttpResponse<String> bare = proxy.ask("GET", "");

      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValueAsLong("content-length"))
          .hasValue(page.body().getBytes(StandardCharsets.UTF_8).length);
      assertThat(bare.statusCode()).isBetween(301, 308);
      assertThat(bare.headers().firstValue("location"))
          .hasValueSatisfying(
              to -> assertThat(proxy.https("").resolve(to)).isEqualTo(proxy.https("/")));
    }
  }

  @Test
  void videoJsPlaysFromACache(SharedCluster.Set cluster) throws Exception {
    String stream = "cached";
    try (ReverseProxy proxy = ReverseProxy.start("nginx", cluster, folder);
        RunningProcess publisher =
            Ffmpeg.start(Recipe.H264_AAC_B_FRAMES.live(stream, cluster.ingest().tcpUrl()))) {
      awaitPlaylist(cluster.edgeA(), stream);
      awaitPlaylist(cluster.edgeB(), stream);
      Page page =
          HlsPlayer.VIDEO_JS.open(
              chromium, proxy.https("/"), proxy.https("/live/" + stream + ".m3u8"));
      PlayedVideo video = new PlayedVideo(page).awaitPlaying().awaitAdvance(8);

      assertThat(video.look().errors()).isEmpty();
      assertThat(HlsPlayer.errors(page)).isEmpty();
      // A repeated request gets a new response within two seconds. With a cache that kept responses
      // for six target durations there were 27 old ones.
      assertThat(
              proxy.cached().stream()
                  .filter(line -> line.startsWith("HIT") && line.contains("_HLS_part="))
                  .collect(Collectors.groupingBy(line -> line, Collectors.counting())))
          .isNotEmpty()
          .allSatisfy((address, times) -> assertThat(times).as(address).isLessThan(15));
      page.context().close();
      assertThat(publisher.isAlive()).isTrue();
    }
  }

  private static void awaitPlaylist(Service edge, String stream) {
    Awaitility.await("playlist of " + stream)
        .atMost(PATIENCE)
        .until(() -> edge.get("/live/" + stream + ".m3u8").statusCode() == 200);
  }

  private static List<String> put(URI address) {
    List<String> arguments = Recipe.H264_AAC_B_FRAMES.live("", address.toString());
    arguments.addAll(arguments.size() - 1, List.of("-method", "PUT"));
    return arguments;
  }

  @Test
  void aBrowserPublishesAndTheDashboardLists(SharedCluster.Set cluster) throws Exception {
    String stream = "browser-behind-nginx";
    try (ReverseProxy proxy = ReverseProxy.start("nginx", cluster, folder);
        PublishingPage publishing =
            PublishingPage.open(chromium, proxy.https("/publish/" + stream))) {
      publishing.start().awaitHeadline("You are live");

      String watch = proxy.https("/watch/" + stream).toString();
      assertThat(publishing.viewersLink()).isEqualTo(watch);
      Page dashboard = chromium.open(proxy.https("/dashboard").toString());
      dashboard.click("a:text-is('" + stream + "')");
      dashboard.waitForURL(watch);
      new PlayedVideo(dashboard).awaitPlaying();
      dashboard.context().close();
      assertThat(chromium.complaints()).isEmpty();
    }
  }
}
