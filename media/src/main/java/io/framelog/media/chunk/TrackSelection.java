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
 * The tracks of a publisher that a stream carries: the first video track, and the chosen one of the
 * audio tracks that fit into the same container. At least one of the two is present.
 *
 * @param silent the chosen audio track while it is left out because it has no samples; {@code
 *     audio} is null then
 * @param ignored the other ignored tracks, in the publisher's order
 */
record TrackSelection(
    @Nullable Track video,
    @Nullable Track audio,
    @Nullable Track silent,
    List<IgnoredTrack> ignored) {
  TrackSelection {
    if (video == null && audio == null) {
      throw new IllegalArgumentException("no track to carry");
    }
    if (audio != null && silent != null) {
      throw new IllegalArgumentException("both a carried and a silent audio track");
    }
    ignored = List.copyOf(ignored);
  }

  /** Only the audio track; there must be one. */
  TrackSelection withoutVideo() {
    return new TrackSelection(null, audio, null, ignored);
  }

  /** Only the video track, until the audio track has samples; there must be both. */
  TrackSelection withoutSound() {
    return new TrackSelection(video, null, audio, ignored);
  }

  /** With the audio track that was left out because it had no samples. */
  TrackSelection withSound() {
    return new TrackSelection(video, chosenAudio(), null, ignored);
  }

  /** The chosen audio track, whether carried or left out because it has no samples. */
  @Nullable Track chosenAudio() {
    return audio == null ? silent : audio;
  }

  /** Whether a track is the audio track that is left out because it has no samples. */
  boolean isSilent(int trackId) {
    return silent != null && silent.id() == trackId;
  }

  static TrackSelection of(List<Track> offered, AudioChoice choice) {
    Track video = null;
    for (Track track : offered) {
      if (track.kind() == TrackKind.VIDEO) {
        video = track;
        break;
      }
    }
    List<Track> sounds = new ArrayList<>();
    for (Track track : offered) {
      if (track.kind() == TrackKind.AUDIO && goTogether(video, track)) {
        sounds.add(track);
      }
    }
    Track audio = choice.among(sounds);
    List<IgnoredTrack> ignored = new ArrayList<>();
    for (Track track : offered) {
      if (!track.equals(video) && !track.equals(audio)) {
        ignored.add(IgnoredTrack.of(track, reason(track, video, sounds.indexOf(track) + 1)));
      }
    }
    return new TrackSelection(video, audio, null, ignored);
  }

  /**
   * @param number of an audio track that could be carried; 0 for others
   */
  private static String reason(Track track, @Nullable Track video, int number) {
    if (track.kind() == TrackKind.VIDEO) {
      return "a stream carries one video track, the first";
    }
    return number > 0
        ? "a stream carries one audio track, choose this one with audio=" + number
        : "no container that browsers play carries it beside " + codec(video);
  }

  private static String codec(@Nullable Track video) {
    return video == null ? "the video" : video.codec().name().toLowerCase(Locale.ROOT);
  }

  private static boolean goTogether(@Nullable Track video, Track audio) {
    return video == null || Packagers.goTogether(video.codec(), audio.codec());
  }

  /** The carried tracks in the packager's order, video first. */
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
