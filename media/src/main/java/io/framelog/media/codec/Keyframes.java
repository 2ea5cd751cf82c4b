package io.framelog.media.codec;

import io.framelog.media.Sample;
import io.framelog.media.Track;
import java.nio.ByteBuffer;

/**
 * Tells at which samples of one track a decoder can start, from the bitstream and not from the
 * container's flag: an I-frame of an open GOP is flagged as sync and breaks a joining decoder.
 */
@FunctionalInterface
public interface Keyframes {
  /**
   * Reads a few bytes of the sample; allocates nothing. A sample that does not read as its codec
   * says is no keyframe.
   */
  boolean isKeyframe(Sample sample);

  /**
   * The rule of the track's codec.
   *
   * @throws CodecException when the track's configuration is malformed
   */
  static Keyframes of(Track track) {
    return switch (track.codec()) {
      case H264 -> {
        int lengthSize = AvcConfig.parse(track.config()).lengthSize();
        yield sample -> isIdr(sample.data(), lengthSize);
      }
      case HEVC -> {
        int lengthSize = HevcConfig.parse(track.config()).lengthSize();
        yield sample -> isIntraRandomAccessPoint(sample.data(), lengthSize);
      }
      case VP8 -> sample -> Vp8FrameHeader.isKeyframe(sample.data());
      case VP9 -> sample -> Vp9FrameHeader.isKeyframe(sample.data());
      case AV1 -> sample -> Av1Obus.startsWithKeyframe(sample.data());
      case JPEG, WEBP, AAC, OPUS, VORBIS, MP3, FLAC -> sample -> true;
    };
  }

  /** Whether the first slice is of an IDR picture (ITU-T H.264 Table 7-1). */
  private static boolean isIdr(ByteBuffer data, int lengthSize) {
    int at = data.position();
    int length = NalUnits.lengthAt(data, at, lengthSize);
    while (length != NalUnits.NONE) {
      int type = data.get(at + lengthSize) & 0x1f;
      if (type >= 1 && type <= AvcConfig.NAL_IDR) {
        return type == AvcConfig.NAL_IDR;
      }
      at += lengthSize + length;
      length = NalUnits.lengthAt(data, at, lengthSize);
    }
    return false;
  }

  /** Whether the first slice is of a BLA, IDR or CRA picture (ITU-T H.265 Table 7-1, 16..21). */
  private static boolean isIntraRandomAccessPoint(ByteBuffer data, int lengthSize) {
    int at = data.position();
    int length = NalUnits.lengthAt(data, at, lengthSize);
    while (length != NalUnits.NONE) {
      int type = data.get(at + lengthSize) >>> 1 & 0x3f;
      if (type < 32) {
        return type >= 16 && type <= 21;
      }
      at += lengthSize + length;
      length = NalUnits.lengthAt(data, at, lengthSize);
    }
    return false;
  }
}
