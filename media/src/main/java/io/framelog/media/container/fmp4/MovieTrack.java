package io.framelog.media.container.fmp4;

import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.Track;
import org.jspecify.annotations.Nullable;

/**
 * A track of {@code moov}, ready for its fragments.
 *
 * @param id track number, at least 1
 * @param track what is announced; null for a track whose samples are passed over
 * @param ignored why it is not announced; null when it is
 * @param sound the sound that could be decoded, whose samples are delivered; null for others
 * @param shift ticks that the edit list adds to every time
 * @param defaults for samples whose fragment does not say
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

  /** Whether its samples are given out. */
  boolean isDelivered() {
    return track != null || sound != null;
  }

  /** Ticks a second; 0 where no sample is given out. */
  long timescale() {
    if (track != null) {
      return track.timescale();
    }
    return sound == null ? 0 : sound.timescale();
  }
}
