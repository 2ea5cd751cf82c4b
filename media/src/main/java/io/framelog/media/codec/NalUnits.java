package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** NAL units in the format of MP4 and Matroska: each after its length (ISO/IEC 14496-15 §4.3). */
final class NalUnits {
  /** The unit is longer than the sample. */
  static final int NONE = -1;

  private NalUnits() {}

  /**
   * Bytes of the NAL unit whose length field is at {@code at}, at least 1; {@link #NONE} when the
   * unit exceeds the buffer's limit.
   */
  static int lengthAt(ByteBuffer sample, int at, int lengthSize) {
    int left = sample.limit() - at - lengthSize;
    if (left < 1) {
      return NONE;
    }
    long length = 0;
    for (int i = 0; i < lengthSize; i++) {
      length = length << 8 | (sample.get(at + i) & 0xff);
    }
    return length < 1 || length > left ? NONE : (int) length;
  }

  /**
   * A reader of a NAL unit's payload (RBSP) without emulation prevention bytes (ITU-T H.264
   * §7.4.1).
   *
   * @param headerBytes 1 for H.264, 2 for HEVC
   */
  static BitReader payload(Bytes unit, int headerBytes, String what) {
    if (unit.length() <= headerBytes) {
      throw new CodecException(what + " is empty");
    }
    byte[] rbsp = new byte[unit.length() - headerBytes];
    int length = 0;
    int zeros = 0;
    for (int i = headerBytes; i < unit.length(); i++) {
      int value = unit.at(i);
      if (zeros >= 2 && value == 3) {
        zeros = 0;
        continue;
      }
      zeros = value == 0 ? zeros + 1 : 0;
      rbsp[length++] = (byte) value;
    }
    return new BitReader(ByteBuffer.wrap(Arrays.copyOf(rbsp, length)), what);
  }

  static Bytes copy(ByteBuffer sample, int at, int length) {
    return Bytes.copyOf(sample.slice(at, length));
  }
}
