package io.framelog.ingest.publish;

import io.framelog.log.IgnoredTrackInfo;
import io.framelog.log.TrackInfo;
import io.framelog.media.AudioFormat;
import io.framelog.media.DisplayMatrix;
import io.framelog.media.IgnoredTrack;
import io.framelog.media.PixelAspect;
import io.framelog.media.Track;
import io.framelog.media.VideoFormat;
import io.framelog.media.chunk.ChunkHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Describes a publisher's tracks to viewers and the API. */
public final class TrackInfos {
  private TrackInfos() {}

  static List<TrackInfo> of(ChunkHeader header) {
    List<TrackInfo> infos = new ArrayList<>(header.tracks().size());
    for (int i = 0; i < header.tracks().size(); i++) {
      infos.add(of(header.tracks().get(i), header.codecStrings().get(i)));
    }
    return infos;
  }

  /** The tracks that are left out. */
  public static List<IgnoredTrackInfo> ofIgnored(List<IgnoredTrack> tracks) {
    return tracks.stream()
        .map(
            track ->
                new IgnoredTrackInfo(
                    track.id(),
                    track.kind().wireName(),
                    track.codec(),
                    known(track.language()),
                    track.reason()))
        .toList();
  }

  private static TrackInfo of(Track track, String codecString) {
    VideoFormat video = track.video();
    AudioFormat audio = track.audio();
    return new TrackInfo(
        track.id(),
        track.kind().name().toLowerCase(Locale.ROOT),
        codecString,
        video == null ? null : known(video.width()),
        video == null ? null : known(video.height()),
        video == null ? null : rounded(video.frameRate()),
        video == null ? null : ratio(video.aspect()),
        video == null ? null : rotation(video.matrix()),
        (video != null && video.matrix().isMirrored()) ? Boolean.TRUE : null,
        audio == null ? null : (Integer) audio.sampleRate(),
        audio == null ? null : (Integer) audio.channels(),
        known(track.language()));
  }

  private static @Nullable String known(String language) {
    return language.equals("und") ? null : language;
  }

  /**
   * Rounded to three decimals, which hides the error of an inexact duration: 30000/1001 is 29.97.
   */
  private static @Nullable Double rounded(double frameRate) {
    double rounded = Math.round(frameRate * 1000) / 1000.0;
    return rounded == 0 ? null : (Double) rounded;
  }

  private static @Nullable String ratio(PixelAspect aspect) {
    return aspect.isKnown() ? aspect.horizontal() + ":" + aspect.vertical() : null;
  }

  /** Degrees clockwise. A mirrored picture is rotated before it is mirrored. */
  private static @Nullable Integer rotation(DisplayMatrix matrix) {
    double degrees = matrix.isMirrored() ? matrix.degreesBeforeMirror() : matrix.degrees();
    int clockwise = Math.floorMod(Math.round(degrees), 360);
    return clockwise == 0 ? null : (Integer) clockwise;
  }

  private static @Nullable Integer known(int pixels) {
    return pixels == 0 ? null : (Integer) pixels;
  }
}
