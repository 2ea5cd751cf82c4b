package io.framelog.media.chunk;

import io.framelog.media.IgnoredTrack;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.packaging.Packagers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which of a publisher's tracks a stream carries: the first video, and the first audio that goes
 * into the same container. At least one of the two is there.
 *
 * @param ignored the tracks left out, in the publisher's order
 */
record TrackSelection(@Nullable Track video, @Nullable Track audio, List<IgnoredTrack> ignored) {
  TrackSelection {
    if (video == null && audio == null) {
      throw new IllegalArgumentException("no track to carry");
    }
    ignored = List.copyOf(ignored);
  }

  static TrackSelection of(List<Track> offered) {
    Track video = null;
    for (Track track : offered) {
      if (track.kind() == TrackKind.VIDEO) {
        video = track;
        break;
      }
    }
    Track audio = null;
    for (Track track : offered) {
      if (track.kind() == TrackKind.AUDIO && goTogether(video, track)) {
        audio = track;
        break;
      }
    }
    List<IgnoredTrack> ignored = new ArrayList<>();
    for (Track track : offered) {
      if (!track.equals(video) && !track.equals(audio)) {
        ignored.add(IgnoredTrack.of(track, reason(track, video)));
      }
    }
    return new TrackSelection(video, audio, ignored);
  }

  private static String reason(Track track, @Nullable Track video) {
    if (track.kind() == TrackKind.VIDEO) {
      return "a stream carries one video track, the first";
    }
    return goTogether(video, track)
        ? "a stream carries one audio track, the first that goes with its video"
        : "no container that browsers play carries it beside " + codec(video);
  }

  private static String codec(@Nullable Track video) {
    return video == null ? "the video" : video.codec().name().toLowerCase(Locale.ROOT);
  }

  private static boolean goTogether(@Nullable Track video, Track audio) {
    return video == null
        || (Packagers.fitsMp4(video.codec()) && Packagers.fitsMp4(audio.codec()))
        || (Packagers.fitsWebm(video.codec()) && Packagers.fitsWebm(audio.codec()));
  }

  /** Video first, as the packager is given them. */
  List<Track> tracks() {
    List<Track> tracks = new ArrayList<>(2);
    if (video != null) {
      tracks.add(video);
    }
    if (audio != null) {
      tracks.add(audio);
    }
    return List.copyOf(tracks);
  }
}
