package io.framelog.media.codec;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Track;

/** Checks an audio track's configuration before it is used. */
public final class UsableTrack {
  private UsableTrack() {}

  /**
   * The track with a configuration that browsers accept. Video is not checked: its first keyframe
   * contains what its configuration lacks.
   *
   * @throws CodecException when the configuration is malformed, missing or not convertible
   */
  public static Track of(Track track) {
    Bytes config = track.config();
    switch (track.codec()) {
      case AAC -> {
        Bytes usable = AudioSpecificConfig.withChannelConfiguration(config);
        return usable.equals(config) ? track : aac(track, usable);
      }
      case OPUS -> OpusHead.parse(config);
      case VORBIS -> VorbisHeaders.parse(config);
      case FLAC -> FlacStreamInfo.parse(config);
      default -> {}
    }
    return track;
  }

  private static Track aac(Track track, Bytes config) {
    AudioSpecificConfig asc = AudioSpecificConfig.parse(config);
    return new Track(
        track.id(),
        track.codec(),
        config,
        track.timescale(),
        track.defaultDuration(),
        null,
        new AudioFormat(asc.outputSampleRate(), asc.outputChannels()),
        track.language());
  }
}
