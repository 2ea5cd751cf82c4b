package io.framelog.media.chunk;

import io.framelog.media.Codec;
import io.framelog.media.Track;

/**
 * Notices a stream that has random-access points in name only, and tells it once.
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

  /** The times that follow do not continue those before. */
  void timelineRestarted() {
    counting = false;
  }

  /**
   * A video sample no decoder can start at.
   *
   * @return whether keyframes have been missing for longer than one waits for them
   */
  boolean otherSample(Track track, boolean flaggedSync, long dtsUs) {
    if (!counting) {
      counting = true;
      countingFromUs = dtsUs;
    }
    boolean missing = dtsUs - countingFromUs >= patienceUs;
    if (!told && (flaggedSync || missing)) {
      told = true;
      sink.notJoinable(flaggedSync ? closedGopAdvice(track.codec()) : keyframeAdvice());
    }
    return missing;
  }

  private static String closedGopAdvice(Codec codec) {
    return switch (codec) {
      case H264 -> "encode with closed GOPs: -x264-params open-gop=0:intra-refresh=0";
      case HEVC -> "encode with closed GOPs: -x265-params open-gop=0:intra-refresh=0";
      default -> keyframeAdvice();
    };
  }

  private static String keyframeAdvice() {
    return "send a keyframe every few seconds: -g with twice the frame rate";
  }
}
