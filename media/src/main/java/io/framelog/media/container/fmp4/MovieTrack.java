package io.framelog.media.container.fmp4;

import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.Track;
import org.jspecify.annotations.Nullable;

/**
 * A track of {@code moov}.
 *
 * @param id track number, at least 1
 * @param track the announced track; null when it is ignored
 * @param ignored why it is not announced; null when it is announced
 * @param sound set for an ignored audio track that FFmpeg can decode, whose samples are delivered
 * @param shift ticks that the edit list adds to every time
 * @param defaults for samples whose fragment does not state the values
 */
record MovieTrack(
    int id,
    @Nullable Track track,
    @Nullable IgnoredTrack ignored,
    @Nullable ForeignSound sound,
    long shift,
    SampleDefaults defaults) {
  static MovieTrack carried(Track track, long shift, SampleDefaults defaults) {
    return new MovieTrack(track.id(), track, null, null, shift, defaults);
  }

  static MovieTrack ignored(IgnoredTrack ignored, SampleDefaults defaults) {
    return new MovieTrack(ignored.id(), null, ignored, null, 0, defaults);
  }

  static MovieTrack ignored(
      IgnoredTrack ignored, ForeignSound sound, long shift, SampleDefaults defaults) {
    return new MovieTrack(ignored.id(), null, ignored, sound, shift, defaults);
  }

  /** Whether its samples are delivered. */
  boolean isDelivered() {
    return track != null || sound != null;
  }

  /** Ticks a second; 0 when no samples are delivered. */
  long timescale() {
    if (track != null) {
      return track.timescale();
    }
    return sound == null ? 0 : sound.timescale();
  }
}
