package io.framelog.media.container.mkv;

import io.framelog.media.Bytes;
import io.framelog.media.Track;

/** A track that is carried, with what Matroska alone needs to read its blocks. */
final class MatroskaTrack {
  private static final int JUMP_SECONDS = 10;
  private static final int USUAL_FRAMES_A_SECOND = 25;

  private final Track track;
  private final Timebase timebase;
  private final long codecDelay;
  private final long frameNs;
  private final Bytes strippedHeader;
  private final DecodeTimes decodeTimes;

  /**
   * @param codecDelay ticks that decoding starts before the times written in blocks
   * @param frameNs usual duration of a frame; 0 when unknown
   * @param strippedHeader what every frame is to begin with
   * @param reorderDepth frames; 0 without B-frames
   */
  MatroskaTrack(
      Track track,
      Timebase timebase,
      long codecDelay,
      long frameNs,
      Bytes strippedHeader,
      int reorderDepth) {
    this.track = track;
    this.timebase = timebase;
    this.codecDelay = codecDelay;
    this.frameNs = frameNs;
    this.strippedHeader = strippedHeader;
    long usual = Math.max(1, track.timescale() / USUAL_FRAMES_A_SECOND);
    this.decodeTimes =
        new DecodeTimes(
            reorderDepth,
            track.defaultDuration() > 0 ? track.defaultDuration() : usual,
            JUMP_SECONDS * track.timescale());
  }

  Track track() {
    return track;
  }

  Bytes strippedHeader() {
    return strippedHeader;
  }

  /**
   * The presentation time of a frame.
   *
   * @param segmentTicks Cluster's plus block's timestamp
   * @param lace index of the frame in its block
   * @param laceDuration BlockDuration over the number of frames, Segment ticks; 0 when unknown
   */
  long pts(long segmentTicks, int lace, long laceDuration) {
    long begin = timebase.fromSegmentTicks(segmentTicks) - codecDelay;
    if (lace == 0) {
      return begin;
    }
    return laceDuration > 0
        ? begin + timebase.fromSegmentTicks(lace * laceDuration)
        : begin + timebase.fromNanos(lace * frameNs);
  }

  long duration(long segmentTicks) {
    return timebase.fromSegmentTicks(segmentTicks);
  }

  /** To be asked once for each frame, in the order of the blocks. */
  long dts(long pts) {
    return decodeTimes.next(pts);
  }
}
