package io.framelog.edge.hls;

import io.framelog.controlplane.HlsLimit;
import io.framelog.log.LogRecord;
import java.util.List;

/**
 * The {@code EXT-X-TARGETDURATION} that each segment requires. It must not change during a playlist
 * (draft-pantos-hls-rfc8216bis §6.2.1), so segments with different ones are in different playlists.
 * It is derived from the log, so edges agree no matter when they began to read.
 *
 * <pre>
 *   header says      0 ──────── 2 ──────── 2 ──────── 3      2: no chunk so far was longer
 *   chunk            │  1.8 s   │   2 s    │   3 s    │ …
 *   target duration      2          2          3        3    the next header's, if it has one
 *                    └──── one playlist ───┴── the next ──
 * </pre>
 *
 * The first chunk of a session uses the target duration of the session before, until its own is
 * known.
 */
final class TargetDurations {
  private static final int NOT_KNOWN = 0;

  private final List<Segment> segments;
  private final long oldestMs;
  private final int[] targets;

  private TargetDurations(List<Segment> segments, long oldestMs) {
    this.segments = segments;
    this.oldestMs = oldestMs;
    this.targets = new int[segments.size()];
  }

  /**
   * The target duration of each segment, seconds; 0 while it is not known.
   *
   * @param segments oldest first
   * @param newestHeaderMs timestamp of the newest header; segments too old to be listed then are
   *     ignored, because an edge that begins to read now does not have them
   */
  static int[] of(List<Segment> segments, long newestHeaderMs, HlsTiming timing) {
    TargetDurations all = new TargetDurations(segments, newestHeaderMs - timing.oldestMs());
    for (int i = 0; i < segments.size(); i++) {
      all.targets[i] = all.target(i);
    }
    return all.targets;
  }

  private int target(int i) {
    Segment segment = segments.get(i);
    if (segment.targetS() == LogRecord.Header.NOT_SAID) {
      return HlsLimit.TARGET_DURATION_S;
    }
    if (i + 1 < segments.size() && isContinued(segment, segments.get(i + 1))) {
      return segments.get(i + 1).targetS();
    }
    int before = segment.targetS() == NOT_KNOWN ? ofSessionBefore(i) : segment.targetS();
    return segment.isComplete() ? HlsLimit.targetAfter(before, segment.durationUs()) : before;
  }

  /** Whether the next header contains the target duration after this segment. */
  private static boolean isContinued(Segment segment, Segment next) {
    return segment.isFollowedBy(next)
        && segment.session() == next.session()
        && next.targetS() > NOT_KNOWN;
  }

  private int ofSessionBefore(int i) {
    if (i == 0) {
      return NOT_KNOWN;
    }
    Segment before = segments.get(i - 1);
    return before.isFollowedBy(segments.get(i))
            && before.targetS() != NOT_KNOWN
            && before.timestampMs() >= oldestMs
        ? targets[i - 1]
        : NOT_KNOWN;
  }
}
