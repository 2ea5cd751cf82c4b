package io.framelog.media.container.fmp4;

import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.Track;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code moov} says.
 *
 * @param tracks all, those to be passed over included
 * @param title names the stream and may hold its key: never to be logged
 */
record Movie(List<MovieTrack> tracks, @Nullable String title) {
  Movie {
    tracks = List.copyOf(tracks);
  }

  /** The tracks whose samples are delivered. */
  List<Track> announced() {
    return tracks.stream().map(MovieTrack::track).filter(Objects::nonNull).toList();
  }

  /** The tracks that are left out. */
  List<IgnoredTrack> ignored() {
    return tracks.stream().map(MovieTrack::ignored).filter(Objects::nonNull).toList();
  }

  /** Those of them that could be decoded. */
  List<ForeignSound> sounds() {
    return tracks.stream().map(MovieTrack::sound).filter(Objects::nonNull).toList();
  }

  @Override
  public String toString() {
    return "Movie[tracks=" + tracks + "]";
  }
}
