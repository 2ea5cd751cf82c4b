package io.framelog.edge.hls;

import java.util.List;

/**
 * The dates of a playlist's segments, for {@code EXT-X-PROGRAM-DATE-TIME}.
 *
 * <p>A header contains the arrival time of its chunk, which varies with the delays of encoder,
 * network and buffers. hls.js moves a playlist's timeline by such differences, and then misses
 * parts. So dates within a run of segments differ exactly by the segments' durations, and the run
 * starts at the earliest time that any of its chunks implies. A discontinuity begins another run,
 * and so does a chunk that is so late that its publisher must have paused. An early chunk does not:
 * the chunks before it were delayed, as the first one is while an encoder starts.
 */
final class SegmentDates {
  /** No encoder or network delays a chunk by this much more than the one before, ms. */
  private static final long PAUSE_MS = 1_000;

  private SegmentDates() {}

  /** The time of each segment's first sample, ms since 1970. */
  static long[] of(List<Segment> segments) {
    long[] dates = new long[segments.size()];
    int first = 0;
    while (first < dates.length) {
      first = run(segments, first, dates);
    }
    return dates;
  }

  /** Sets the dates of one run and returns the index at which the next one begins. */
  private static int run(List<Segment> segments, int first, long[] dates) {
    long leastMs = Long.MAX_VALUE;
    long offsetUs = 0;
    int next = first;
    while (next < dates.length && (next == first || !isCut(segments, next))) {
      Segment segment = segments.get(next);
      dates[next] = offsetUs / 1_000;
      leastMs = Math.min(leastMs, segment.wallClockMs() - dates[next]);
      offsetUs += segment.durationUs();
      next++;
    }
    for (int i = first; i < next; i++) {
      dates[i] += leastMs;
    }
    return next;
  }

  private static boolean isCut(List<Segment> segments, int at) {
    Segment before = segments.get(at - 1);
    Segment segment = segments.get(at);
    long expectedMs = before.wallClockMs() + before.durationUs() / 1_000;
    return segment.disc() != before.disc() || segment.wallClockMs() - expectedMs > PAUSE_MS;
  }
}
