package io.framelog.media;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decode times at the input of ffmpeg's muxer. With {@code frag_every_frame} it writes the time of
 * the next packet when packets are queued: such a packet is late by exactly one frame.
 */
public final class SentTimes {
  private SentTimes() {}

  /**
   * How late the written time of each packet of a track is.
   *
   * @param dts as written, in any unit; frames of one length, from the second packet on
   * @param rounding largest error of a time
   * @return 0, or the length of a frame
   */
  public static long[] lateness(long[] dts, long rounding) {
    if (IntStream.range(2, dts.length).noneMatch(i -> dts[i] - dts[i - 1] <= rounding)) {
      return new long[dts.length];
    }
    Map<Long, Long> spacings =
        IntStream.range(2, dts.length)
            .mapToObj(i -> dts[i] - dts[i - 1])
            .filter(spacing -> spacing > rounding)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    long frame =
        spacings.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    long[] late = new long[dts.length];
    Arrays.setAll(
        late,
        i -> {
          double frames = (dts[i] - dts[1]) / (double) frame - (i - 1);
          return i > 1 && Math.abs(frames - 1) * frame <= rounding + i * rounding ? frame : 0;
        });
    return late;
  }
}
