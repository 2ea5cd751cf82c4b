package io.framelog.ingest.transcode;

import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.MediaEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tracks that a parser leaves out, and what is said of those that are not encoded anew. */
final class LeftOutSounds {
  static final LeftOutSounds NONE = new LeftOutSounds(new MediaEvent.TracksIgnored(List.of()));

  private final MediaEvent.TracksIgnored ignored;

  LeftOutSounds(MediaEvent.TracksIgnored ignored) {
    this.ignored = ignored;
  }

  List<ForeignSound> sounds() {
    return ignored.sounds();
  }

  /** Whether samples of a track are those of a sound that is left out. */
  boolean contains(int id) {
    return sound(id) != null;
  }

  private @Nullable ForeignSound sound(int id) {
    for (ForeignSound sound : ignored.sounds()) {
      if (sound.id() == id) {
        return sound;
      }
    }
    return null;
  }

  /**
   * The tracks to tell the publisher of.
   *
   * @param chosen the sound that is encoded anew, which is not left out; null for none
   */
  List<IgnoredTrack> except(@Nullable ForeignSound chosen) {
    List<IgnoredTrack> told = new ArrayList<>();
    for (IgnoredTrack track : ignored.ignored()) {
      if (chosen == null || !chosen.equals(sound(track.id()))) {
        told.add(track);
      }
    }
    return told;
  }

  /** The tracks to tell the publisher of, where sounds say more than why they are left out. */
  List<IgnoredTrack> withReason(String ofSounds) {
    List<IgnoredTrack> told = new ArrayList<>();
    for (IgnoredTrack track : ignored.ignored()) {
      told.add(contains(track.id()) ? track.because(track.reason() + "; " + ofSounds) : track);
    }
    return told;
  }

  /** All of them, with the parser's reasons. */
  List<IgnoredTrack> all() {
    return ignored.ignored();
  }
}
