package io.framelog.media.codec;

import io.framelog.media.Sample;
import io.framelog.media.Track;

/**
 * Tells at which samples of one track a decoder can start, from the bitstream and not from the
 * container's flag: an I-frame of an open GOP is flagged as sync and breaks a joining decoder.
 */
@FunctionalInterface
public interface Keyframes {
  /**
   * Reads a few bytes of the sample; allocates nothing. A sample that cannot be parsed as its codec
   * says is no keyframe.
   */
  boolean isKeyframe(Sample sample);

  /**
   * Whether the encoder offers a sample that is no keyframe as one to start at, because pictures
   * are right some time later: the container flags it, or the bitstream says so, where containers
   * have no flags (MPEG-TS).
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
