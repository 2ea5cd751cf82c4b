package io.framelog.media.codec;

import io.framelog.media.AudioFormat;
import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Track;
import io.framelog.media.TrackKind;
import io.framelog.media.VideoFormat;

/** Tracks of a container that states only the configuration. */
final class Tracks {
  private Tracks() {}

  static Track of(Codec codec, Bytes config) {
    boolean video = codec.kind() == TrackKind.VIDEO;
    return new Track(
        1,
        codec,
        config,
        1000,
        0,
        video ? new VideoFormat(0, 0, 0) : null,
        video ? null : new AudioFormat(44_100, 2),
        "und");
  }
}
