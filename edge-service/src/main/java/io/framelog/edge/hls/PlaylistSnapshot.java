package io.framelog.edge.hls;

import java.util.List;

/** What a stream's playlist has to show at one end of its log. */
sealed interface PlaylistSnapshot {
  /** No media yet. */
  record Nothing() implements PlaylistSnapshot {}

  /** The newest chunk is in no container that HLS takes. */
  record WrongContainer(String mime) implements PlaylistSnapshot {}

  /**
   * Keyframes are farther apart than the target duration.
   *
   * @param durationUs of the longest chunk seen, µs
   */
  record ChunksTooLong(long durationUs) implements PlaylistSnapshot {}

  /**
   * Segments without a hole, oldest first, at least one; only the last may be incomplete, and it
   * has at least one part to list.
   *
   * @param next the chunk that has begun behind the last one, when it has nothing to list yet
   * @param targetS the target duration, seconds
   * @param over nothing follows
   */
  record Playable(List<Segment> segments, List<Segment> next, int targetS, boolean over)
      implements PlaylistSnapshot {
    public Playable {
      segments = List.copyOf(segments);
      next = List.copyOf(next);
    }

    Segment first() {
      return segments.get(0);
    }

    Segment last() {
      return segments.get(segments.size() - 1);
    }

    /**
     * Whether it holds a segment, or a part of one (draft-pantos-hls-rfc8216bis §6.2.5.2).
     *
     * @param part behind the segment's last means the first of the next one; -1 for all of it
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
   * Counts back from the newest chunk with a part, as far as the window reaches, there is no hole,
   * and the target duration is the same. Of an earlier session's chunk that HLS cannot take only
   * the listing's beginning suffers.
   *
   * @param over whether nobody is waited for any more
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
