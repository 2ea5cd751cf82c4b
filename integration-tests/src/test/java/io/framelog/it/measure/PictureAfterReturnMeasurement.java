package io.framelog.it.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.PlayedVideo;
import io.framelog.it.process.Cluster;
import io.framelog.it.process.IngestNode;
import io.framelog.it.process.Service;
import io.framelog.it.publish.Clip;
import io.framelog.it.publish.FramePacedPublisher;
import io.framelog.it.watch.Viewer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the milliseconds from a publisher's reconnect, which begins with a keyframe, to the
 * first part at a viewer's socket and to the first new picture in Chromium, whose buffer is empty.
 */
class PictureAfterReturnMeasurement {
  private static final int RUNS = 4 * Integer.getInteger("framelog.measure.runs", 5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void ofAPublisherThatDropped(@TempDir Path folder) {
    Clip clip = Clip.make(folder, 20, 500).named("returns");
    List<Long> parts = new ArrayList<>();
    List<Long> pictures = new ArrayList<>();
    try (Cluster cluster = Cluster.startBroker();
        Chromium chromium = Chromium.launch()) {
      IngestNode ingest = cluster.startIngest();
      Service edge = cluster.startEdge();
      Page page = chromium.open(edge.http("/watch/returns").toString());
      try (Viewer viewer = Viewer.connect(edge.websocket("/live/returns"))) {
        for (int run = 0; run <= RUNS; run++) {
          int frames = run == 0 ? 0 : new PlayedVideo(page).look().frames();
          long start = System.nanoTime();
          try (FramePacedPublisher publisher = FramePacedPublisher.start(ingest.tcpPort(), clip)) {
            viewer.awaitParts(run, 2, PATIENCE);
            long part = System.nanoTime() - start;
            page.waitForFunction(
                "before => document.querySelector('video')?.getVideoPlaybackQuality()"
                    + ".totalVideoFrames > before",
                frames);
            // The first run includes the page's start and the creation of the topic.
            if (run > 0) {
              parts.add(part / 1_000_000);
              pictures.add((System.nanoTime() - start) / 1_000_000);
            }
            new PlayedVideo(page).awaitAdvance(1);
            assertThat(publisher.isSending()).isTrue();
          }
          page.waitForFunction("() => document.querySelector('video').readyState < 3");
        }
      }
      page.close();
    }
    print("first part at the viewer", parts);
    print("first new picture", pictures);
  }

  private static void print(String what, List<Long> millis) {
    Collections.sort(millis);
    System.out.printf(
        "run: %s after %d ms median, %d ms p95, %d ms worst of %d%n",
        what,
        millis.get(millis.size() / 2),
        millis.get((int) (millis.size() * 0.95) - 1),
        millis.get(millis.size() - 1),
        millis.size());
  }
}
