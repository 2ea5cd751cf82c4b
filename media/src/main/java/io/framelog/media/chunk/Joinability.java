package io.framelog.media.chunk;

import io.framelog.media.Codec;
import io.framelog.media.Track;

/**
 * Detects a stream without real random-access points, and reports it once.
 *
 * <p>x264 flags the I-frames of an open GOP and the recovery points of intra refresh as sync
 * samples, though a decoder that starts there shows garbage or fails.
 */
final class Joinability {
  private final ChunkSink sink;
  private final long patienceUs;
  private boolean told;
  private boolean counting;
  private long countingFromUs;

  Joinability(ChunkSink sink, long patienceUs) {
    this.sink = sink;
    this.patienceUs = patienceUs;
  }

  /** A video sample a decoder can start at. */
  void keyframe(long dtsUs) {
    counting = true;
    countingFromUs = dtsUs;
  }

  /** The following times do not continue the previous ones. */
  void timelineRestarted() {
    counting = false;
  }

  /** A video sample no decoder can start at, in a stream that is being delivered. */
  void otherSample(Track track, boolean flaggedSync, long dtsUs) {
    if (isOverdue(dtsUs) || flaggedSync) {
      tell(track, flaggedSync);
    }
  }

  /**
   * A video sample no decoder can start at, before the first keyframe: a publisher may begin in the
   * middle of a GOP.
   *
   * @return whether the wait for a keyframe has lasted long enough
   */
  boolean stillAwaited(Track track, boolean flaggedSync, long dtsUs) {
    if (!isOverdue(dtsUs)) {
      return false;
    }
    tell(track, flaggedSync);
    return true;
  }

  private boolean isOverdue(long dtsUs) {
    if (!counting) {
      counting = true;
      countingFromUs = dtsUs;
    }
    return dtsUs - countingFromUs >= patienceUs;
  }

  private void tell(Track track, boolean flaggedSync) {
    if (!told) {
      told = true;
      sink.notJoinable(flaggedSync ? closedGopAdvice(track.codec()) : keyframeAdvice());
    }
  }

  private static String closedGopAdvice(Codec codec) {
    return switch (codec) {
      case H264 ->
          "encode with closed GOPs: -x264-params open-gop=0:intra-refresh=0, or"
              + " in OBS the x264 Options open-gop=0 intra-refresh=0";
      case HEVC -> "encode with closed GOPs: -x265-params open-gop=0:intra-refresh=0";
      default -> keyframeAdvice();
    };
  }

  private static String keyframeAdvice() {
    return "send a keyframe every few seconds: -g with twice the frame rate, or in OBS Keyframe"
        + " Interval 2 s";
  }
}
