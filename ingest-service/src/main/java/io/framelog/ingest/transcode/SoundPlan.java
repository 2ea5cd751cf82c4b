package io.framelog.ingest.transcode;

import io.framelog.media.Codec;
import io.framelog.media.ForeignSound;
import io.framelog.media.SoundCodec;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.chunk.AudioChoice;
import io.framelog.media.packaging.Packagers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of a publisher's audio tracks is transcoded: none if one can be carried as it is, unless
 * the publisher selected a language that only the others have.
 *
 * @param chosen null for none
 * @param carried the tracks that stay as they are
 * @param codec of the transcoded track: {@code aac}, or {@code opus} with video that does not fit
 *     into MP4
 */
record SoundPlan(@Nullable ForeignSound chosen, List<Track> carried, String codec) {
  SoundPlan {
    carried = List.copyOf(carried);
  }

  static SoundPlan none(List<Track> tracks) {
    return new SoundPlan(null, tracks, "");
  }

  /**
   * @param tracks that a stream can carry, alone or together
   * @param sounds audio tracks that it cannot carry and that FFmpeg decodes
   */
  static SoundPlan of(List<Track> tracks, List<ForeignSound> sounds, AudioChoice choice) {
    Codec video =
        tracks.stream()
            .filter(track -> track.kind() == TrackKind.VIDEO)
            .map(Track::codec)
            .findFirst()
            .orElse(null);
    if (video == Codec.JPEG || video == Codec.WEBP) {
      return none(tracks);
    }
    List<ForeignSound> candidates = new ArrayList<>(sounds);
    List<String> playedLanguages = new ArrayList<>();
    for (Track track : tracks) {
      if (track.kind() == TrackKind.AUDIO) {
        if (isPlayed(track.codec(), video)) {
          playedLanguages.add(track.language());
        } else if (track.timescale() <= Integer.MAX_VALUE) {
          SoundCodec.of(track.codec()).ifPresent(c -> candidates.add(ForeignSound.of(track, c)));
        }
      }
    }
    candidates.sort(Comparator.comparingInt(ForeignSound::id));
    List<String> languages = candidates.stream().map(ForeignSound::language).toList();
    if (candidates.isEmpty()
        || (!playedLanguages.isEmpty() && !isOnlyIn(languages, playedLanguages, choice))) {
      return none(tracks);
    }
    ForeignSound chosen = candidates.get(choice.indexAmong(languages));
    return new SoundPlan(
        chosen,
        tracks.stream().filter(track -> track.id() != chosen.id()).toList(),
        video == null || Packagers.fitsMp4(video) ? "aac" : "opus");
  }

  /** Whether a language was selected that only the tracks that are not played have. */
  private static boolean isOnlyIn(List<String> languages, List<String> played, AudioChoice choice) {
    String language = choice.language();
    return language != null && languages.contains(language) && !played.contains(language);
  }

  /** Media Source Extensions do not support MP3 in MP4. */
  private static boolean isPlayed(Codec audio, @Nullable Codec video) {
    return audio != Codec.MP3 && (video == null || Packagers.goTogether(video, audio));
  }
}
