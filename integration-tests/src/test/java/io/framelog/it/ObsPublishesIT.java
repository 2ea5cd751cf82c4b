package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.device.VirtualScreen;
import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Obs;
import io.framelog.it.watch.Viewer;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** OBS publishes with its service "Custom…" to the address in the documentation. */
@ExtendWith(SharedCluster.class)
class ObsPublishesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void toAnHttpAddressWithPictureAndSound(SharedCluster.Set cluster) throws Exception {
    URI server = cluster.ingest().service().http("/publish/obs");
    try (VirtualScreen screen = VirtualScreen.start(folder);
        Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/obs"));
        RunningProcess obs = Obs.publish(screen, server, 2, folder)) {
      Awaitility.await("three keyframes of OBS")
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(viewer.messages("chunk")).as(obs.output()).hasSizeGreaterThan(2));

      assertThat(viewer.takes().get(0).tracks()).contains("avc1").contains("mp4a.40.2");
      List<Long> keyframesUs =
          viewer.messages("chunk").stream().map(ObsPublishesIT::ptsUs).toList();
      assertThat(keyframesUs.get(1) - keyframesUs.get(0)).isBetween(1_999_000L, 2_001_000L);
      assertThat(keyframesUs.get(2) - keyframesUs.get(1)).isBetween(1_999_000L, 2_001_000L);
      BufferedImage image = picture(cluster.edgeA().http("/live/obs.jpg"));
      assertThat(image.getWidth() + "x" + image.getHeight())
          .isEqualTo(Obs.WIDTH + "x" + Obs.HEIGHT);
      assertThat(colour(image, Obs.WIDTH / 4)).isEqualTo("red");
      assertThat(colour(image, Obs.WIDTH * 3 / 4)).isEqualTo("blue");
    }
  }

  private static long ptsUs(Map<String, Object> chunk) {
    return Long.parseLong(String.valueOf(chunk.get("ptsUs")));
  }

  private static BufferedImage picture(URI address) throws Exception {
    try (InputStream jpeg = address.toURL().openStream()) {
      return ImageIO.read(jpeg);
    }
  }

  private static String colour(BufferedImage image, int x) {
    Color pixel = new Color(image.getRGB(x, Obs.HEIGHT / 2));
    if (pixel.getRed() > 200 && pixel.getBlue() < 60) {
      return "red";
    }
    return pixel.getBlue() > 200 && pixel.getRed() < 60 ? "blue" : pixel.toString();
  }
}
