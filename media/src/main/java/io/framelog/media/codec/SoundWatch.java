package io.framelog.media.codec;

import io.framelog.media.Bytes;
import io.framelog.media.Codec;
import io.framelog.media.Sample;
import io.framelog.media.Track;
import org.jspecify.annotations.Nullable;

/**
 * Checks an audio track's first samples: MP4 has one name for all layers of MPEG audio, and the
 * stated codec may be wrong. AAC has no sync word: the track is refused when three of the first
 * sixteen samples cannot be AAC frames.
 */
final class SoundWatch implements TrackWatch {
  private static final int LOW_COMPLEXITY = 2;
  private static final int SBR = 5;
  private static final int PS = 29;

  /** FLAC's frame sync code and its reserved bit, RFC 9639 §9.1. */
  private static final int FLAC_SYNC = 0x7ffc;

  private static final int LOOKED_AT = 16;
  private static final int MAX_WRONG = 3;

  private final Track track;
  private final int most;
  private int seen;
  private int wrong;

  SoundWatch(Track track) {
    this.track = track;
    this.most = track.codec() == Codec.AAC ? (isUsualAac(track.config()) ? LOOKED_AT : 0) : 1;
  }

  /** Whether frames begin as {@link AacFrame} expects. */
  private static boolean isUsualAac(Bytes config) {
    AudioSpecificConfig asc = AudioSpecificConfig.parse(config);
    boolean usual =
        asc.objectType() == LOW_COMPLEXITY || asc.objectType() == SBR || asc.objectType() == PS;
    return usual && (asc.channels() == 1 || asc.channels() == 2);
  }

  /**
   * Never changes the track.
   *
   * @throws CodecException when the track's first samples are not of its codec
   */
  @Override
  public @Nullable Track changedBy(Sample sample) {
    if (seen == most || sample.trackId() != track.id()) {
      return null;
    }
    seen++;
    switch (track.codec()) {
      case AAC -> {
        wrong += AacFrame.isPlausible(sample.data()) ? 0 : 1;
        if (wrong == MAX_WRONG) {
          throw new CodecException(
              "AAC: " + MAX_WRONG + " of the first " + seen + " samples are not AAC frames");
        }
      }
      case MP3 -> Mp3FrameHeader.requireLayer3(sample.data());
      case FLAC -> {
        int at = sample.data().position();
        if (sample.data().remaining() < 2
            || (sample.data().getShort(at) & 0xffff) >>> 1 != FLAC_SYNC) {
          throw new CodecException("FLAC: no frame, expected a sync code at the sample's start");
        }
      }
      default -> {}
    }
    return null;
  }
}
