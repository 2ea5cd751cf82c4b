package io.framelog.media.container.fmp4;

import io.framelog.media.IgnoredTrack;
import io.framelog.media.Track;
import org.jspecify.annotations.Nullable;

/**
 * A track of {@code moov}, ready for its fragments.
 *
 * @param id track number, at least 1
 * @param track what is announced; null for a track whose samples are passed over
 * @param ignored why it is not announced; null when it is
 * @param shift ticks that the edit list adds to every time
 * @param defaults for samples whose fragment does not say
 */
record MovieTrack(
    int id,
    @Nullable Track track,
    @Nullable IgnoredTrack ignored,
    long shift,
    SampleDefaults defaults) {
  static MovieTrack carried(Track track, long shift, SampleDefaults defaults) {
    return new MovieTrack(track.id(), track, null, shift, defaults);
  }

  static MovieTrack ignored(IgnoredTrack ignored, SampleDefaults defaults) {
    return new MovieTrack(ignored.id(), null, ignored, 0, defaults);
  }
}
