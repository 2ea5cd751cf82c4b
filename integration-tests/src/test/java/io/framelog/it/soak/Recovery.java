package io.framelog.it.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The viewers' recovery from a failure, as the worst values of all viewers.
 *
 * @param playsAfter from the end of the failure to the first part
 * @param longestPause between two parts, from the beginning of the failure on
 * @param gaps reasons of announced gaps
 */
record Recovery(Failure failure, Duration playsAfter, Duration longestPause, List<String> gaps) {
  /** Number of parts after which a viewer counts as playing again. */
  static final int A_SECOND = 25;

  /** Whether all play again. */
  static boolean isComplete(List<StayingViewer> viewers, long healedAt) {
    return viewers.stream().allMatch(viewer -> viewer.partsSince(healedAt).size() >= A_SECOND);
  }

  static Recovery of(Failure failure, List<StayingViewer> viewers, long failedAt, long healedAt) {
    long first = 0;
    long longest = 0;
    List<String> gaps = new ArrayList<>();
    for (StayingViewer viewer : viewers) {
      first = Math.max(first, viewer.partsSince(healedAt).get(0) - healedAt);
      long before = viewer.lastPartBefore(failedAt);
      for (long part : viewer.partsSince(failedAt)) {
        longest = Math.max(longest, part - before);
        before = part;
      }
      gaps.addAll(viewer.gapsSince(failedAt));
    }
    return new Recovery(failure, Duration.ofNanos(first), Duration.ofNanos(longest), gaps);
  }
}
