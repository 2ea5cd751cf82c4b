package io.framelog.media.codec;

import io.framelog.media.Sample;
import java.nio.ByteBuffer;

/**
 * Keyframes of HEVC: those whose first slice is of a BLA, IDR or CRA picture (ITU-T H.265 Table
 * 7-1, 16..21).
 *
 * @param lengthSize bytes of each NAL unit's length field
 */
record HevcKeyframes(int lengthSize) implements Keyframes {
  /** Prefix SEI. */
  private static final int SEI = 39;

  private static final int FIRST_NO_SLICE = 32;

  @Override
  public boolean isKeyframe(Sample sample) {
    ByteBuffer data = sample.data();
    int at = data.position();
    int length = NalUnits.lengthAt(data, at, lengthSize);
    while (length != NalUnits.NONE) {
      int type = data.get(at + lengthSize) >>> 1 & 0x3f;
      if (type < FIRST_NO_SLICE) {
        return type >= 16 && type <= 21;
      }
      at += lengthSize + length;
      length = NalUnits.lengthAt(data, at, lengthSize);
    }
    return false;
  }

  @Override
  public boolean isRecoveryPoint(Sample sample) {
    return sample.sync() || hasMessage(sample.data());
  }

  private boolean hasMessage(ByteBuffer data) {
    int at = data.position();
    int length = NalUnits.lengthAt(data, at, lengthSize);
    while (length != NalUnits.NONE) {
      int from = at + lengthSize;
      int type = data.get(from) >>> 1 & 0x3f;
      if (type < FIRST_NO_SLICE) {
        return false;
      }
      if (type == SEI && RecoveryPoint.isIn(data, from + 2, from + length)) {
        return true;
      }
      at = from + length;
      length = NalUnits.lengthAt(data, at, lengthSize);
    }
    return false;
  }
}
