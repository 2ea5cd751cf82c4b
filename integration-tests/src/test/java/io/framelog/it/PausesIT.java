package io.framelog.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.SharedCluster;
import io.framelog.it.publish.Ffmpeg;
import io.framelog.it.publish.PacedFile;
import io.framelog.it.watch.PacketCount;
import io.framelog.it.watch.Viewer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files with pauses, created by ffmpeg and sent faster than real time, reach a viewer completely.
 */
@ExtendWith(SharedCluster.class)
class PausesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PICTURE = "-f lavfi -i testsrc2=s=160x90:r=25:d=";
  private static final String SOUND = " -f lavfi -i sine=r=48000:d=";
  private static final String ENCODED =
      " -c:v libx264 -preset ultrafast -x264-params bframes=2 -g 50 -pix_fmt yuv420p -c:a aac";
  private static final String SOUND_PAUSES =
      PICTURE + "30" + SOUND + "30 -af aselect=not(between(t\\,5\\,18))" + ENCODED;
  private static final String ALL_PAUSES =
      PICTURE
          + "14"
          + SOUND
          + "14 -vf setpts=PTS+if(gte(N\\,130)\\,15/TB\\,0)"
          + " -af asetpts=PTS+if(gte(T\\,5.2)\\,15/TB\\,0) -fps_mode passthrough"
          + ENCODED;
  private static final String SLIDES =
      "-f lavfi -i testsrc2=s=160x90:r=1/15:d=61"
          + SOUND
          + "61 -c:v libx264 -preset ultrafast -g 1 -bf 0 -pix_fmt yuv420p -c:a aac";
  private static final String SOUND_FIRST =
      PICTURE
          + "8"
          + SOUND
          + "8 -vf setpts=PTS+1.6/TB -fps_mode passthrough"
          + ENCODED
          + " -movflags empty_moov+default_base_moof+delay_moov -frag_duration 2000000";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sound-pauses | ts | " + SOUND_PAUSES,
        "sound-pauses | mkv | " + SOUND_PAUSES,
        "all-pauses | ts | " + ALL_PAUSES,
        "all-pauses | flv | " + ALL_PAUSES,
        "slides | mkv | " + SLIDES,
        "sound-first | mp4 | " + SOUND_FIRST,
      })
  void reachAViewerCompletelyWithTheirPauses(
      String name, String extension, String arguments, SharedCluster.Set cluster)
      throws IOException {
    // given
    String stream = name + "-" + extension;
    Path sent =
        Ffmpeg.make(
            folder.resolve("sent." + extension),
            Pattern.compile(" +").splitAsStream(arguments).toList());

    try (Viewer viewer = Viewer.connect(cluster.edgeA().websocket("/live/" + stream))) {
      viewer.awaitMessage("waiting", 1, PATIENCE);

      // when
      new PacedFile(sent, Duration.ofSeconds(1))
          .put(cluster.ingest().service().httpPort(), "/publish/" + stream)
          .join();
      viewer.awaitMessage("end", 1, PATIENCE);

      // then
      assertThat(viewer.messages("gap")).isEmpty();
      assertThat(viewer.takes()).as("one header").hasSize(1);
      Path got = Files.write(folder.resolve("got.mp4"), viewer.takes().get(0).bytes());
      assertThat(PacketCount.of(got)).as("packets of each track").isEqualTo(PacketCount.of(sent));
      List<Double> shifts = new ArrayList<>();
      for (String kind : List.of("v", "a")) {
        List<Double> published = times(sent, kind);
        List<Double> delivered = times(got, kind);
        for (int i = 0; i < published.size(); i++) {
          shifts.add(delivered.get(i) - published.get(i));
        }
      }
      DoubleSummaryStatistics all = shifts.stream().mapToDouble(shift -> shift).summaryStatistics();
      assertThat(all.getMax() - all.getMin()).as("s within the ticks").isLessThan(0.002);
    }
  }

  /** Presentation times of a kind of packets, s, in the order of the file. */
  private static List<Double> times(Path file, String kind) {
    List<String> command =
        List.of(
            "ffprobe",
            "-v",
            "error",
            "-select_streams",
            kind,
            "-show_entries",
            "packet=pts_time",
            "-of",
            "csv=p=0",
            file.toString());
    try (RunningProcess probe = RunningProcess.start("ffprobe", command)) {
      assertThat(probe.awaitExit(PATIENCE)).as(probe.output()).isZero();
      return probe.lines().stream()
          .map(line -> line.replace(",", ""))
          .filter(line -> !line.isBlank())
          .map(Double::valueOf)
          .toList();
    }
  }
}
