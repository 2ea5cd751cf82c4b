package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.browser.Chromium;
import io.framelog.it.browser.HlsJsPage;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sound that is encoded anew, in the programs that people use. */
@ExtendWith(SharedCluster.class)
class TranscodedSoundIT {
  private static final int RESTARTS = 3;

  private static Chromium chromium;

  @BeforeAll
  static void launch() {
    chromium = Chromium.launch();
  }

  @AfterAll
  static void quit() {
    chromium.close();
  }

  /** What {@code ffmpeg -f mpegts} sends where nothing says which codec the sound is to have. */
  private static List<String> mp2(String url) {
    return List.of(
        ("-re -f lavfi -i testsrc2=size=320x240:rate=25 -re -f lavfi -i sine=sample_rate=48000"
                + " -c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p -c:a mp2 -f mpegts"
                + " -method PUT "
                + url)
            .split(" "));
  }

  @Test
  void anHlsJsPlayerPlaysOnWhenItsPublisherComesBack(SharedCluster.Set cluster) {
    String url = cluster.ingest().service().http("/publish/anew?transcode=audio").toString();
    RunningProcess publisher = Ffmpeg.start(mp2(url));
    try (HlsJsPage player = HlsJsPage.open(chromium, cluster.edgeA(), cluster.edgeB(), "anew")) {
      player.video().awaitPlaying().awaitAdvance(2);
      for (int i = 0; i < RESTARTS; i++) {
        // when
        publisher.close();
        publisher = Ffmpeg.start(mp2(url));

        // then it plays what it had, and all of four seconds of the new session
        player.video().awaitAdvance(8);
      }
      assertThat(player.errors()).noneMatch(error -> error.toString().startsWith("fatal"));
    } finally {
      publisher.close();
    }
  }
}
