package io.framelog.it.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** The ffmpeg of JavaCPP's libraries, which is newer than Debian's. */
public final class NewFfmpeg {
  private NewFfmpeg() {}

  /** Copies a file's packets into enhanced FLV (Enhanced RTMP, FourCC codecs). */
  public static Path toEnhancedFlv(Path from, Path to) {
    String program = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);
    List<String> command =
        List.of(
            program,
            "-v",
            "error",
            "-nostdin",
            "-y",
            "-i",
            from.toString(),
            "-c",
            "copy",
            "-f",
            "flv",
            to.toString());
    try (RunningProcess process = RunningProcess.start("ffmpeg 8", command)) {
      assertThat(process.awaitExit(Duration.ofMinutes(1))).as(process.output()).isZero();
    }
    return to;
  }
}
