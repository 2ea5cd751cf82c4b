package io.framelog.edge.hls;

import java.util.List;

/**
 * The dates of a listing's segments, for {@code EXT-X-PROGRAM-DATE-TIME}.
 *
 * <p>A header says when its chunk arrived, early or late by what encoder, network and buffers made
 * of it; hls.js moves a playlist's timeline by such differences, and then misses parts. So dates
 * within a run of segments are as far apart as the segments are long, and the run's place is that
 * of the segment that came with the least delay. A discontinuity begins another run, and so does a
 * chunk that comes so late that its publisher has paused. One that comes early does not: the chunks
 * before it were delayed, as the first one is by an encoder that starts.
 */
final class SegmentDates {
  /** Nobody's encoder or network delays one chunk by this more than the one before, ms. */
  private static final long PAUSE_MS = 1_000;

  private SegmentDates() {}

  /** Of each segment its first sample's time, ms since 1970. */
  static long[] of(List<Segment> segments) {
    long[] dates = new long[segments.size()];
    int first = 0;
    while (first < dates.length) {
      first = run(segments, first, dates);
    }
    return dates;
  }

  /** Dates one run and answers where the next one begins. */
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
