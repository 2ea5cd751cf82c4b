package io.framelog.media.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Iterates over the open bitstream units of an AV1 temporal unit (AV1 specification §5.3). */
final class Av1Obus {
  static final int SEQUENCE_HEADER = 1;
  static final int TEMPORAL_DELIMITER = 2;
  static final int FRAME_HEADER = 3;
  static final int FRAME = 6;

  private static final int MAX_LEB128_BYTES = 8;

  private final ByteBuffer data;
  private int next;
  private int type;
  private int start;
  private int payload;
  private int end;

  Av1Obus(ByteBuffer data) {
    this.data = data;
    this.next = data.position();
  }

  /**
   * Moves to the next unit.
   *
   * @return false at the end, and at a truncated unit
   */
  boolean next() {
    int limit = data.limit();
    if (next >= limit) {
      return false;
    }
    start = next;
    int header = data.get(start);
    type = header >>> 3 & 0xf;
    boolean extension = (header & 4) != 0;
    boolean sized = (header & 2) != 0;
    int at = start + (extension ? 2 : 1);
    if (!sized) {
      payload = at;
      end = limit;
      next = limit;
      return header >= 0 && payload <= end;
    }
    long size = 0;
    for (int i = 0; i < MAX_LEB128_BYTES; i++) {
      if (at >= limit) {
        next = limit;
        return false;
      }
      int value = data.get(at++);
      size |= (long) (value & 0x7f) << (7 * i);
      if (value >= 0) {
        break;
      }
    }
    if (header < 0 || size > limit - at) {
      next = limit;
      return false;
    }
    payload = at;
    end = at + (int) size;
    next = end;
    return true;
  }

  int type() {
    return type;
  }

  /** The current unit, including its header. */
  ByteBuffer unit() {
    return data.slice(start, end - start);
  }

  /** The current unit without its header. */
  ByteBuffer payload() {
    return data.slice(payload, end - payload);
  }

  /** The first unit of a type, including its header; null when there is none. */
  static @Nullable ByteBuffer first(ByteBuffer data, int wanted) {
    Av1Obus obus = new Av1Obus(data);
    while (obus.next()) {
      if (obus.type() == wanted) {
        return obus.unit();
      }
    }
    return null;
  }

  /**
   * Whether the temporal unit's first frame is a shown key frame: a decoder can start here. A key
   * frame that is shown later (delayed random access point) does not count.
   */
  static boolean startsWithKeyframe(ByteBuffer data) {
    Av1Obus obus = new Av1Obus(data);
    while (obus.next()) {
      if (obus.type == FRAME || obus.type == FRAME_HEADER) {
        if (obus.payload == obus.end) {
          return false;
        }
        // show_existing_frame (1 bit, 0), frame_type (2 bits, KEY_FRAME 0), show_frame (1 bit, 1)
        return (data.get(obus.payload) & 0xf0) == 0x10;
      }
    }
    return false;
  }
}
