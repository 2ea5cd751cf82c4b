package io.framelog.media.codec;

import io.framelog.media.Sample;
import io.framelog.media.Track;

/**
 * Determines from the bitstream at which samples of one track a decoder can start. The container's
 * flag is not reliable: an I-frame of an open GOP is flagged as sync, but a decoder cannot start
 * there.
 */
@FunctionalInterface
public interface Keyframes {
  /** Reads a few bytes of the sample; allocates nothing. A malformed sample is not a keyframe. */
  boolean isKeyframe(Sample sample);

  /**
   * Whether the encoder marks a sample that is not a keyframe as a recovery point, after which
   * pictures become correct: by the container's flag, or in the bitstream for containers without
   * flags (MPEG-TS).
   */
  default boolean isRecoveryPoint(Sample sample) {
    return sample.sync();
  }

  /**
   * The rule of the track's codec.
   *
   * @throws CodecException when the track's configuration is malformed
   */
  static Keyframes of(Track track) {
    return switch (track.codec()) {
      case H264 ->
          new NalKeyframes(NalKeyframes.Syntax.H264, AvcConfig.parse(track.config()).lengthSize());
      case HEVC ->
          new NalKeyframes(NalKeyframes.Syntax.HEVC, HevcConfig.parse(track.config()).lengthSize());
      case VP8 -> sample -> Vp8FrameHeader.isKeyframe(sample.data());
      case VP9 -> sample -> Vp9FrameHeader.isKeyframe(sample.data());
      case AV1 -> sample -> Av1Obus.startsWithKeyframe(sample.data());
      case JPEG, WEBP, AAC, OPUS, VORBIS, MP3, FLAC -> sample -> true;
    };
  }
}
