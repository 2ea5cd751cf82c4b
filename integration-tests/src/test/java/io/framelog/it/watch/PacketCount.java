package io.framelog.it.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Number of packets in a file's tracks, by kind. */
public final class PacketCount {
  private PacketCount() {}

  /** The numbers of packets for {@code video} and {@code audio}. */
  public static Map<String, Integer> of(Path file) {
    try (RunningProcess probe =
        RunningProcess.start(
            "ffprobe",
            List.of(
                "ffprobe",
                "-v",
                "error",
                "-count_packets",
                "-show_entries",
                "stream=codec_type,nb_read_packets",
                "-of",
                "csv=p=0",
                file.toString()))) {
      assertThat(probe.awaitExit(Duration.ofMinutes(1))).as(probe.output()).isZero();
      Map<String, Integer> counts = new TreeMap<>();
      for (String line : probe.lines()) {
        List<String> fields = Pattern.compile(",").splitAsStream(line).toList();
        if (fields.size() == 2) {
          counts.put(fields.get(0), Integer.parseInt(fields.get(1)));
        }
      }
      return counts;
    }
  }
}
