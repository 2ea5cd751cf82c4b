package io.framelog.media.packaging;

import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.codec.CodecStrings;
import java.util.List;
import java.util.stream.Collectors;

/** MIME types with codecs, as required by Media Source Extensions. */
public final class MimeType {
  private MimeType() {}

  /**
   * For instance {@code video/mp4; codecs="avc1.4d401f,mp4a.40.2"}.
   *
   * @param container {@code mp4} or {@code webm}
   */
  public static String of(String container, List<Track> tracks) {
    boolean video = tracks.stream().anyMatch(track -> track.kind() == TrackKind.VIDEO);
    return tracks.stream()
        .map(CodecStrings::of)
        .collect(
            Collectors.joining(
                ",", (video ? "video/" : "audio/") + container + "; codecs=\"", "\""));
  }
}
