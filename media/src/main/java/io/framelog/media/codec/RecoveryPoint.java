package io.framelog.media.codec;

import java.nio.ByteBuffer;

/**
 * The recovery point message in supplemental enhancement information (ITU-T H.264 §D.1.8, H.265
 * §D.2.8): it marks where an open GOP or an intra refresh begins; a decoder that starts there
 * outputs correct pictures some frames later.
 */
final class RecoveryPoint {
  private static final int PAYLOAD_TYPE = 6;
  private static final int MORE = 0xff;

  private RecoveryPoint() {}

  /**
   * Whether a NAL unit of SEI messages contains one. Allocates nothing; returns false for a
   * malformed unit.
   *
   * @param from first byte after the unit's header
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

  /** Index of the payload's next byte, after an emulation prevention byte (§7.4.1). */
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
