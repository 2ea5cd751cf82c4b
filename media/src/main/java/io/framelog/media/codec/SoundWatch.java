package io.framelog.media.codec;

import io.framelog.media.Sample;
import io.framelog.media.Track;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a track's first sample of sound: MP4 has one name for all layers of MPEG audio, and the
 * codec of a sample is often only claimed.
 */
final class SoundWatch implements TrackWatch {
  /** FLAC's frame sync code and its reserved bit, RFC 9639 §9.1. */
  private static final int FLAC_SYNC = 0x7ffc;

  private final Track track;
  private boolean seen;

  SoundWatch(Track track) {
    this.track = track;
  }

  /**
   * Never changes the track.
   *
   * @throws CodecException when the track's first sample is not of its codec
   */
  @Override
  public @Nullable Track changedBy(Sample sample) {
    if (seen || sample.trackId() != track.id()) {
      return null;
    }
    seen = true;
    switch (track.codec()) {
      case MP3 -> Mp3FrameHeader.requireLayer3(sample.data());
      case FLAC -> {
        int at = sample.data().position();
        if (sample.data().remaining() < 2
            || (sample.data().getShort(at) & 0xffff) >>> 1 != FLAC_SYNC) {
          throw new CodecException("FLAC: no frame, expected its sync code at the sample's begin");
        }
      }
      default -> {}
    }
    return null;
  }
}
