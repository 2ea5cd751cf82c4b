package io.framelog.media.container.fmp4;

import io.framelog.media.ForeignSound;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.Track;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a {@code moov}.
 *
 * @param tracks all tracks, including ignored ones
 * @param title names the stream and may contain its key: must not be logged
 */
record Movie(List<MovieTrack> tracks, @Nullable String title) {
  Movie {
    tracks = List.copyOf(tracks);
  }

  /** The tracks whose samples are delivered. */
  List<Track> announced() {
    return tracks.stream().map(MovieTrack::track).filter(Objects::nonNull).toList();
  }

  /** The ignored tracks. */
  List<IgnoredTrack> ignored() {
    return tracks.stream().map(MovieTrack::ignored).filter(Objects::nonNull).toList();
  }

  /** The ignored tracks that FFmpeg can decode. */
  List<ForeignSound> sounds() {
    return tracks.stream().map(MovieTrack::sound).filter(Objects::nonNull).toList();
  }

  @Override
  public String toString() {
    return "Movie[tracks=" + tracks + "]";
  }
}
