package io.framelog.media.codec;

import io.framelog.media.Sample;
import io.framelog.media.Track;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Detects in a track's samples that the track has changed. Not thread-safe. */
public interface TrackWatch {
  /**
   * The track from this sample on; null when the sample changes nothing.
   *
   * @throws CodecException when the sample shows that the track cannot be carried
   */
  @Nullable Track changedBy(Sample sample);

  /**
   * Creates a watch for a track; empty when its samples cannot show a change.
   *
   * @throws CodecException when the track's configuration is malformed
   */
  static Optional<TrackWatch> of(Track track) {
    return switch (track.codec()) {
      case H264, HEVC -> Optional.of(ParameterSetWatch.of(track));
      case VP8, VP9, AV1 -> Optional.of(new PictureSizeWatch(track));
      case AAC, MP3, FLAC -> Optional.of(new SoundWatch(track));
      case JPEG, WEBP, OPUS, VORBIS -> Optional.empty();
    };
  }
}
