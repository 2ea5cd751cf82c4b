package io.framelog.media.chunk;

import io.framelog.media.TrackKind;
import org.jspecify.annotations.Nullable;

/**
 * The end of what a session has played before its tracks restart, and how the new times relate to
 * it.
 *
 * @param base base of the old times; null when nothing was played
 * @param video end of the video; null when there was none
 * @param audio end of the audio; null when there was none
 */
record Predecessor(
    Times times, @Nullable TimelineBase base, @Nullable TrackEnd video, @Nullable TrackEnd audio) {
  /** Nothing has been played yet. */
  static final Predecessor NONE = new Predecessor(Times.OF_A_NEW_FILE, null, null, null);

  /** How the new times relate to the old ones. */
  enum Times {
    /** They continue: other tracks in the same file. */
    CONTINUING,
    /** The publisher's clock was set; samples with old times may still arrive. */
    OF_A_SET_CLOCK,
    /** They restarted with another header. */
    OF_A_NEW_FILE
  }

  /**
   * The end of a track on the stream's timeline.
   *
   * @param nextDtsUs smallest valid decode time of the next sample, µs
   * @param endUs largest presentation time plus duration, µs
   */
  record TrackEnd(long nextDtsUs, long endUs) {}

  /**
   * Combines this with the ends of what was played after it; a track without samples keeps its end.
   */
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

  /** The end of the track of a kind; null when there was none. */
  @Nullable TrackEnd end(TrackKind kind) {
    return kind == TrackKind.VIDEO ? video : audio;
  }

  Predecessor with(Times other) {
    return new Predecessor(other, base, video, audio);
  }
}
