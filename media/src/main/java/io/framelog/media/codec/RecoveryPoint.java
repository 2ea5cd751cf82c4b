package io.framelog.media.codec;

import java.nio.ByteBuffer;

/**
 * The recovery point message among supplemental enhancement information (ITU-T H.264 §D.1.8, H.265
 * §D.2.8): where an open GOP or an intra refresh begins, and a decoder that starts there shows
 * right pictures some frames later.
 */
final class RecoveryPoint {
  private static final int PAYLOAD_TYPE = 6;
  private static final int MORE = 0xff;

  private RecoveryPoint() {}

  /**
   * Whether one is in a NAL unit of such messages. Allocates nothing; a unit that cannot be parsed
   * has none.
   *
   * @param from first byte behind the unit's header
   * @param to one past its last byte
   */
  static boolean isIn(ByteBuffer data, int from, int to) {
    int at = from;
    while (at < to) {
      int type = 0;
      int size = 0;
      int part = MORE;
      while (part == MORE) {
        at = next(data, at, from, to);
        if (at == to) {
          return false;
        }
        part = data.get(at++) & 0xff;
        type += part;
      }
      part = MORE;
      while (part == MORE) {
        at = next(data, at, from, to);
        if (at == to) {
          return false;
        }
        part = data.get(at++) & 0xff;
        size += part;
      }
      if (type == PAYLOAD_TYPE) {
        return true;
      }
      for (int i = 0; i < size && at < to; i++) {
        at = Math.min(to, next(data, at, from, to) + 1);
      }
    }
    return false;
  }

  /** Where the next byte of the payload stands, past an emulation prevention byte (§7.4.1). */
  private static int next(ByteBuffer data, int at, int from, int to) {
    boolean emulation =
        at < to
            && at - from >= 2
            && data.get(at) == 3
            && data.get(at - 1) == 0
            && data.get(at - 2) == 0;
    return emulation ? at + 1 : at;
  }
}
