package io.framelog.it.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.it.process.RunningProcess;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Plays a URL with the installed mpv, without a screen. */
public final class Mpv {
  private static final Pattern POSITION = Pattern.compile("at (-?[0-9.]+)");

  private Mpv() {}

  /**
   * Plays a number of pictures.
   *
   * @return the positions that mpv reports meanwhile, seconds
   */
  public static List<Double> play(URI address, int pictures, Duration atMost) {
    List<String> command =
        List.of(
            "mpv",
            "--no-config",
            "--vo=null",
            "--ao=null",
            "--frames=" + pictures,
            "--term-status-msg=at ${=time-pos}",
            address.toString());
    try (RunningProcess mpv = RunningProcess.start("mpv", command)) {
      assertThat(mpv.awaitExit(atMost)).as(mpv.output()).isZero();
      return POSITION
          .matcher(mpv.output())
          .results()
          .map(MatchResult::group)
          .map(text -> Double.valueOf(text.substring("at ".length())))
          .toList();
    }
  }
}
