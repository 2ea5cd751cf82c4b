package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.PlayedVideo;
import io.framelog.it.process.Balancer;
import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.Recipe;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An edge sends nothing and closes no connection, as when its machine hangs. */
class SilentEdgeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The player's time-outs are less than 10 s in total; the rest is for a busy machine. */
  private static final Duration NOTICED = Duration.ofSeconds(20);

  private static final String STREAM = "silent";

  private final Cluster cluster = Cluster.startBroker();

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void aBrowserContinuesFromAnotherEdge() throws Exception {
    IngestNode ingest = cluster.startIngest();
    Service first = cluster.startEdge();
    Service second = cluster.startEdge();
    try (Balancer balancer = new Balancer(first, second);
        RunningProcess publisher =
            Ffmpeg.start(Recipe.H264_AAC_B_FRAMES.live(STREAM, ingest.tcpUrl()));
        Chromium chromium = Chromium.launch()) {
      // given a browser that plays from one of two edges
      Page page = chromium.open(balancer.http("/watch/" + STREAM).toString());
      PlayedVideo video = new PlayedVideo(page).awaitPlaying().awaitAdvance(3);
      Service watched = viewers(first) == 1 ? first : second;

      // when that edge hangs
      watched.process().freeze();
      balancer.remove(watched);
      long since = System.nanoTime();
      page.waitForFunction(
          "() => framelog.stats.reconnects === 1 && framelog.state === 'playing'",
          null,
          new Page.WaitForFunctionOptions().setTimeout((double) NOTICED.toMillis()));
      System.out.printf(
          "playback continued %d ms after an edge froze%n",
          Duration.ofNanos(System.nanoTime() - since).toMillis());

      // then it continues from the other one at its position
      Service other = watched == first ? second : first;
      Awaitility.await("viewers of the other edge")
          .atMost(PATIENCE)
          .until(() -> viewers(other) == 1);
      video.awaitAdvance(3);
      assertThat(page.evaluate("() => framelog.stats.gaps")).isEqualTo(0);
      assertThat(page.evaluate("() => document.querySelector('video').buffered.length"))
          .as("ranges in the buffer")
          .isEqualTo(1);
      assertThat(video.look().errors()).isEmpty();
      assertThat(publisher.isAlive()).isTrue();
      watched.process().thaw();
    }
  }

  private static int viewers(Service edge) throws IOException, InterruptedException {
    JsonNode live = new ObjectMapper().readTree(edge.get("/live").body());
    return live.path(0).path("viewers").asInt();
  }
}
