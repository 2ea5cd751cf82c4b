package io.framelog.edge.hls;

import java.util.List;

/** The content of a stream's playlist at a certain end of its log. */
sealed interface PlaylistSnapshot {
  /** No media yet. */
  record Nothing() implements PlaylistSnapshot {}

  /** HLS does not support the container of the newest chunk. */
  record WrongContainer(String mime) implements PlaylistSnapshot {}

  /**
   * Keyframes are farther apart than HLS allows.
   *
   * @param durationUs of the longest chunk seen, µs
   */
  record ChunksTooLong(long durationUs) implements PlaylistSnapshot {}

  /**
   * Consecutive segments, oldest first, at least one. Only the last may be incomplete; it has at
   * least one part to list.
   *
   * @param next the chunk after the last one, when it has begun but has no part to list yet
   * @param targetS the target duration, seconds
   * @param over whether nothing follows
   */
  record Playable(List<Segment> segments, List<Segment> next, int targetS, boolean over)
      implements PlaylistSnapshot {
    /** As many as {@code HOLD-BACK} has target durations. */
    private static final int START_SEGMENTS = 3;

    public Playable {
      segments = List.copyOf(segments);
      next = List.copyOf(next);
    }

    /** Whether it begins with a session of which fewer than three segments are complete. */
    boolean isBeginning() {
      return !over
          && first().isFirstOfSession()
          && segments.stream().filter(Segment::isComplete).count() < START_SEGMENTS;
    }

    Segment first() {
      return segments.get(0);
    }

    Segment last() {
      return segments.get(segments.size() - 1);
    }

    /**
     * Whether it contains a segment, or a part of one (draft-pantos-hls-rfc8216bis §6.2.5.2).
     *
     * @param part an index after the segment's last part means the first part of the next segment;
     *     -1 for the whole segment
     */
    boolean contains(long msn, long part) {
      Segment last = last();
      if (msn != last.chunk()) {
        return msn < last.chunk();
      }
      boolean whole = part < 0 || (last.isComplete() && last.hasLongPart());
      return whole ? last.isComplete() : part < last.listedParts(targetS);
    }
  }

  /**
   * Lists chunks from the newest one with a part backwards, within the window, up to a gap or a
   * change of the target duration. An earlier session's chunk that HLS does not support only ends
   * the list.
   *
   * @param over whether no publisher is expected to return
   */
  static PlaylistSnapshot of(SegmentIndex index, HlsTiming timing, boolean over) {
    List<Segment> all = index.segments();
    int newest = all.size() - 1;
    if (newest >= 0 && !all.get(newest).isMp4()) {
      return new WrongContainer(all.get(newest).mime());
    }
    int[] targets = TargetDurations.of(all, index.newestHeaderMs(), timing);
    while (newest >= 0 && !all.get(newest).isListed(targets[newest])) {
      if (all.get(newest).isTooLong()) {
        return new ChunksTooLong(all.get(newest).durationUs());
      }
      newest--;
    }
    if (newest < 0) {
      return new Nothing();
    }
    int targetS = targets[newest];
    Segment last = all.get(newest);
    int first = newest + 1;
    long behindUs = 0;
    for (int i = newest; i >= 0 && newest - i < HlsTiming.MAX_SEGMENTS; i--) {
      Segment segment = all.get(i);
      if (i < newest && !segment.isFollowedBy(all.get(i + 1))) {
        break;
      }
      if (segment.isTooLong() && segment.session() == last.session()) {
        return new ChunksTooLong(segment.durationUs());
      }
      if (targets[i] != targetS) {
        break;
      }
      behindUs += i < newest ? segment.durationUs() : 0;
      if (!segment.isMp4()
          || segment.isTooLong()
          || behindUs > timing.windowUs()
          || index.newestHeaderMs() - segment.timestampMs() > timing.oldestMs()) {
        break;
      }
      first = i;
    }
    if (first > newest) {
      return new Nothing();
    }
    return new Playable(
        all.subList(first, newest + 1), all.subList(newest + 1, all.size()), targetS, over);
  }
}
