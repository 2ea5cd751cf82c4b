package io.framelog.ingest.transcode;

import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.MediaEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tracks that a parser leaves out, with the reasons of those that are not transcoded. */
final class LeftOutSounds {
  static final LeftOutSounds NONE = new LeftOutSounds(new MediaEvent.TracksIgnored(List.of()));

  private final MediaEvent.TracksIgnored ignored;

  LeftOutSounds(MediaEvent.TracksIgnored ignored) {
    this.ignored = ignored;
  }

  List<ForeignSound> sounds() {
    return ignored.sounds();
  }

  /** Whether a track is an audio track that is left out. */
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
   * The ignored tracks to announce.
   *
   * @param chosen the audio track that is transcoded, which is not left out; null for none
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

  /** The ignored tracks to announce, with a further reason for audio tracks. */
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
