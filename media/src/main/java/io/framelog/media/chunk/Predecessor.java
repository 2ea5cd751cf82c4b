package io.framelog.media.chunk;

import io.framelog.media.TrackKind;
import org.jspecify.annotations.Nullable;

/**
 * What the same session played before its tracks are started again, and how the times that come lie
 * to it.
 *
 * @param base where those times lay; null when nothing was played
 * @param video how far the picture came; null when there was none
 * @param audio how far the sound came; null when there was none
 */
record Predecessor(
    Times times, @Nullable TimelineBase base, @Nullable TrackEnd video, @Nullable TrackEnd audio) {
  /** Nothing was played yet. */
  static final Predecessor NONE = new Predecessor(Times.OF_A_NEW_FILE, null, null, null);

  /** How the times that come lie to those before. */
  enum Times {
    /** They go on: other tracks in the same file. */
    CONTINUING,
    /** The publisher's clock was set; samples from before may still be on their way. */
    OF_A_SET_CLOCK,
    /** Another header began them anew. */
    OF_A_NEW_FILE
  }

  /**
   * How far a track came on the stream's timeline.
   *
   * @param nextDtsUs least decode time of a further sample, µs
   * @param endUs largest presentation time plus duration, µs
   */
  record TrackEnd(long nextDtsUs, long endUs) {}

  /** What was played further; a track that did not come stays where it was. */
  Predecessor followedBy(
      Times nextTimes,
      TimelineBase nextBase,
      @Nullable TrackEnd nextVideo,
      @Nullable TrackEnd nextAudio) {
    return new Predecessor(
        nextTimes,
        nextBase,
        nextVideo == null ? video : nextVideo,
        nextAudio == null ? audio : nextAudio);
  }

  /** How far the track of a kind came; null when there was none. */
  @Nullable TrackEnd end(TrackKind kind) {
    return kind == TrackKind.VIDEO ? video : audio;
  }

  Predecessor with(Times other) {
    return new Predecessor(other, base, video, audio);
  }
}
