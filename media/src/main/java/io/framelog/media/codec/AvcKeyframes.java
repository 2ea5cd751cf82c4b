package io.framelog.media.codec;

import io.framelog.media.Sample;
import java.nio.ByteBuffer;

/**
 * Keyframes of H.264: those whose first slice is of an IDR picture (ITU-T H.264 Table 7-1).
 *
 * @param lengthSize bytes of each NAL unit's length field
 */
record AvcKeyframes(int lengthSize) implements Keyframes {
  private static final int SEI = 6;

  @Override
  public boolean isKeyframe(Sample sample) {
    ByteBuffer data = sample.data();
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

  @Override
  public boolean isRecoveryPoint(Sample sample) {
    return sample.sync() || hasMessage(sample.data());
  }

  private boolean hasMessage(ByteBuffer data) {
    int at = data.position();
    int length = NalUnits.lengthAt(data, at, lengthSize);
    while (length != NalUnits.NONE) {
      int from = at + lengthSize;
      int type = data.get(from) & 0x1f;
      if (type >= 1 && type <= AvcConfig.NAL_IDR) {
        return false;
      }
      if (type == SEI && RecoveryPoint.isIn(data, from + 1, from + length)) {
        return true;
      }
      at = from + length;
      length = NalUnits.lengthAt(data, at, lengthSize);
    }
    return false;
  }
}
