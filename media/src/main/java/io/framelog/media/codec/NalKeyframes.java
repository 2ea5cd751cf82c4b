package io.framelog.media.codec;

import io.framelog.media.Sample;
import java.nio.ByteBuffer;

/**
 * Keyframes of H.264 and HEVC, by the type of a sample's first slice.
 *
 * @param syntax of the codec's NAL units
 * @param lengthSize bytes of each NAL unit's length field
 */
record NalKeyframes(Syntax syntax, int lengthSize) implements Keyframes {
  /** The NAL unit header syntax of a codec. */
  enum Syntax {
    /** ITU-T H.264 Table 7-1; a decoder can start at an IDR picture. */
    H264(1, 6) {
      @Override
      int type(byte first) {
        return first & 0x1f;
      }

      @Override
      boolean isSlice(int type) {
        return type >= 1 && type <= AvcConfig.NAL_IDR;
      }

      @Override
      boolean isKey(int slice) {
        return slice == AvcConfig.NAL_IDR;
      }
    },

    /** ITU-T H.265 Table 7-1; a decoder can start at a BLA, IDR or CRA picture, 16..21. */
    HEVC(2, 39) {
      @Override
      int type(byte first) {
        return first >>> 1 & 0x3f;
      }

      @Override
      boolean isSlice(int type) {
        return type < 32;
      }

      @Override
      boolean isKey(int slice) {
        return slice >= 16 && slice <= 21;
      }
    };

    private final int headerBytes;
    private final int messages;

    /**
     * @param messages type of (prefix) supplemental enhancement information
     */
    Syntax(int headerBytes, int messages) {
      this.headerBytes = headerBytes;
      this.messages = messages;
    }

    abstract int type(byte first);

    abstract boolean isSlice(int type);

    abstract boolean isKey(int slice);
  }

  @Override
  public boolean isKeyframe(Sample sample) {
    return begins(sample.data(), false);
  }

  @Override
  public boolean isRecoveryPoint(Sample sample) {
    return sample.sync() || begins(sample.data(), true);
  }

  /**
   * Examines the NAL units up to the first slice.
   *
   * @param withMessage whether to search for a recovery point message instead of checking the
   *     slice's type
   */
  private boolean begins(ByteBuffer data, boolean withMessage) {
    int at = data.position();
    int length = NalUnits.lengthAt(data, at, lengthSize);
    while (length != NalUnits.NONE) {
      int from = at + lengthSize;
      int type = syntax.type(data.get(from));
      if (syntax.isSlice(type)) {
        return !withMessage && syntax.isKey(type);
      }
      if (withMessage
          && type == syntax.messages
          && RecoveryPoint.isIn(data, from + syntax.headerBytes, from + length)) {
        return true;
      }
      at = from + length;
      length = NalUnits.lengthAt(data, at, lengthSize);
    }
    return false;
  }
}
