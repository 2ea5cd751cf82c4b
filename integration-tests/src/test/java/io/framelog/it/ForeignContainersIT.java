package io.framelog.it;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.PacedFile;
import io.framelog.it.publish.Recipe;
import io.framelog.it.watch.DecodedVideo;
import io.framelog.it.watch.PacketCount;
import io.framelog.it.watch.Take;
import io.framelog.it.watch.Viewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Streams in containers that a media worker demuxes reach a viewer completely: no packet is
 * missing, and every picture decodes like the published one.
 */
@ExtendWith(SharedCluster.class)
class ForeignContainersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SECONDS = 3;

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("io.framelog.it.publish.Recipe#FOREIGN")
  void reachAViewerCompletelyAndDecodeToTheSamePictures(Recipe recipe, SharedCluster.Set cluster)
      throws IOException {
    // given
    String stream = "foreign-" + recipe.name();
    Path sent =
        Ffmpeg.make(folder.resolve("sent." + recipe.extension()), recipe.recorded(stream, SECONDS));

    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/" + stream))) {
      viewer.awaitMessage("waiting", 1, PATIENCE);

      // when
      PacedFile publisher = new PacedFile(sent, Duration.ofSeconds(SECONDS));
      if (recipe.hasTitle()) {
        publisher.publish(cluster.ingest().tcpPort()).join();
      } else {
        publisher.put(cluster.ingest().service().httpPort(), "/publish/" + stream).join();
      }
      viewer.awaitMessage("end", 1, PATIENCE);

      // then
      assertThat(viewer.messages("gap")).isEmpty();
      assertThat(viewer.takes()).as("one header").hasSize(1);
      Path got = write(viewer.takes().get(0));
      Ffmpeg.assertDecodes(got);
      assertThat(PacketCount.of(got)).as("packets of each track").isEqualTo(PacketCount.of(sent));
      assertThat(DecodedVideo.pictures(got)).isEqualTo(DecodedVideo.pictures(sent));
    }
  }

  /** A chain of Ogg streams, as sent by Icecast's source clients at a change of the song. */
  @ParameterizedTest
  @ValueSource(strings = {"libvorbis", "libopus", "flac"})
  void theSongsOfAnOggChainReachAViewerCompletely(String encoder, SharedCluster.Set cluster)
      throws IOException {
    // given
    String stream = "chain-" + encoder;
    List<Path> songs =
        List.of(song("one.ogg", 48_000, 1, encoder), song("two.ogg", 24_000, 2, encoder));
    Path chain = folder.resolve("chain.ogg");
    for (Path song : songs) {
      Files.write(chain, Files.readAllBytes(song), CREATE, APPEND);
    }

    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/" + stream))) {
      viewer.awaitMessage("waiting", 1, PATIENCE);

      // when
      new PacedFile(chain, Duration.ofSeconds(SECONDS))
          .put(cluster.ingest().service().httpPort(), "/publish/" + stream)
          .join();
      viewer.awaitMessage("end", 1, PATIENCE);

      // then
      assertThat(viewer.messages("gap")).isEmpty();
      assertThat(viewer.takes()).as("a header per song").hasSize(songs.size());
      for (int i = 0; i < songs.size(); i++) {
        Path got = write(viewer.takes().get(i));
        Ffmpeg.assertDecodes(got);
        assertThat(PacketCount.of(got)).isEqualTo(PacketCount.of(songs.get(i)));
      }
    }
  }

  private Path song(String name, int rate, int channels, String encoder) {
    List<String> arguments =
        List.of(
            "-f",
            "lavfi",
            "-i",
            "sine=r=" + rate + ":d=2",
            "-ac",
            String.valueOf(channels),
            "-c:a",
            encoder);
    return Ffmpeg.make(folder.resolve(name), arguments);
  }

  private Path write(Take take) throws IOException {
    String extension = take.mime().contains("webm") ? ".webm" : ".mp4";
    return Files.write(folder.resolve("got" + extension), take.bytes());
  }
}
