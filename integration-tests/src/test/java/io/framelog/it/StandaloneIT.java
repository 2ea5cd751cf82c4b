package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.PlayedVideo;
import io.framelog.it.process.Ports;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.Viewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the standalone process and its demo. */
class StandaloneIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Prometheus' comments name counters without their suffix. */
  private static final Pattern COMMENT = Pattern.compile("^# (HELP|TYPE) .*", Pattern.MULTILINE);

  private static final Pattern METRIC =
      Pattern.compile("\\bframelog_(ingest|edge|control|http)_\\w+");

  @TempDir private Path data;

  private Map<String, String> settings(int tcpPort) {
    return Map.of(
        "framelog.data-dir", data.toString(),
        "framelog.kafka.port", "0",
        "framelog.ingest.tcp.port", Integer.toString(tcpPort));
  }

  /** Names of Framelog's metrics in a text; the series of a histogram count as one. */
  private static Set<String> metrics(String text) {
    return METRIC
        .matcher(COMMENT.matcher(text).replaceAll(""))
        .results()
        .map(MatchResult::group)
        .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theDemoPlaysInABrowserAndStopsCleanly() throws Exception {
    try (Service standalone = Service.start("standalone", settings(Ports.free()), "--demo");
        Chromium chromium = Chromium.launch()) {
      var page = chromium.open(standalone.http("/watch/demo").toString());
      new PlayedVideo(page).awaitPlaying().assertPlaysSmoothly(5, 25);
      page.close();

      var list = chromium.open(standalone.http("/").toString());
      list.waitForSelector("a[href='watch/demo']");
      list.close();

      assertThat(standalone.process().output()).contains("/watch/demo");
      String metrics = standalone.get("/q/metrics").body();
      assertThat(metrics(metrics))
          .as("docs/operations/observe.md lists exactly the existing metrics")
          .isEqualTo(metrics(Files.readString(Path.of("..", "docs", "operations", "observe.md"))));
      assertThat(promtoolSaysOfOurs(metrics)).isEmpty();
      assertThat(metrics)
          .as("one label per route, not per stream")
          .contains("uri=\"/watch/{stream}\"")
          .doesNotContainPattern("uri=\"[^\"]*demo");

      int linesBefore = standalone.process().lines().size();
      standalone.process().terminate(Duration.ofSeconds(15));
      assertThat(standalone.process().lines().stream().skip(linesBefore))
          .as("output during the stop")
          .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
    }
  }

  /** promtool's complaints about Framelog's metrics, or about the text if it cannot be parsed. */
  private List<String> promtoolSaysOfOurs(String metrics) throws IOException {
    Path file = Files.writeString(data.resolve("metrics.txt"), metrics);
    ProcessBuilder promtool = new ProcessBuilder("promtool", "check", "metrics");
    promtool.redirectInput(file.toFile());
    try (RunningProcess check = RunningProcess.start("promtool", promtool)) {
      check.awaitExit(PATIENCE);
      return check.lines().stream()
          .filter(line -> line.startsWith("framelog_") || line.startsWith("error"))
          .toList();
    }
  }

  @Test
  void aSecondStartRestoresTheStreams() throws Exception {
    int tcpPort = Ports.free();
    String url = "tcp://127.0.0.1:" + tcpPort;
    try (Service standalone = Service.start("standalone", settings(tcpPort));
        Viewer viewer = Viewer.connect(standalone.websocket("/live/kept"));
        RunningProcess publisher = Ffmpeg.start(Recipe.CLASSIC_MP4.live("kept", url))) {
      viewer.awaitParts(0, 30, PATIENCE);
      assertThat(publisher.isAlive()).isTrue();
      standalone.process().terminate(Duration.ofSeconds(15));
    }
    Map<String, String> settings = new HashMap<>(settings(tcpPort));
    settings.put("framelog.log.drop-grace", "PT1S");
    try (Service standalone = Service.start("standalone", settings)) {
      // After an orderly stop, publishers can reconnect; then the stream counts as ended.
      Awaitility.await("the stream is listed again, as ended")
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  assertThat(standalone.get("/api/streams/kept").body())
                      .contains("\"status\":\"ended\"", "\"endReason\":\"shutdown"));
      try (Viewer viewer = Viewer.connect(standalone.websocket("/live/kept"));
          RunningProcess publisher = Ffmpeg.start(Recipe.CLASSIC_MP4.live("kept", url))) {
        viewer.awaitParts(0, 30, PATIENCE);
        assertThat(viewer.takes().get(0).session()).isPositive();
        assertThat(publisher.isAlive()).isTrue();
      }
    }
  }
}
