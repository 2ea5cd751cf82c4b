package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads a byte-aligned configuration with bounds checks; see {@link BitReader} for the others. */
final class ByteCursor {
  private final ByteBuffer data;
  private final String what;

  ByteCursor(ByteBuffer data, ByteOrder order, String what) {
    this.data = data.slice().order(order);
    this.what = what;
  }

  int u8(String field) {
    return require(1, field).get() & 0xff;
  }

  int u16(String field) {
    return require(2, field).getShort() & 0xffff;
  }

  int s16(String field) {
    return require(2, field).getShort();
  }

  long u32(String field) {
    return require(4, field).getInt() & 0xffff_ffffL;
  }

  Bytes bytes(int count, String field) {
    Bytes copy = Bytes.copyOf(require(count, field).slice(data.position(), count));
    data.position(data.position() + count);
    return copy;
  }

  void skip(int count, String field) {
    require(count, field).position(data.position() + count);
  }

  void expect(int value, String field) {
    int found = u8(field);
    if (found != value) {
      throw new CodecException(what + ": " + field + " is " + found + ", expected " + value);
    }
  }

  int left() {
    return data.remaining();
  }

  private ByteBuffer require(int count, String field) {
    if (count < 0 || count > data.remaining()) {
      throw new CodecException(
          what
              + " is cut short at byte "
              + data.position()
              + ", expected "
              + count
              + " bytes of "
              + field
              + " and found "
              + data.remaining());
    }
    return data;
  }
}
