package io.framelog.media.packaging.fmp4;

import io.framelog.media.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes nested boxes (ISO/IEC 14496-12 §4.2); sizes are filled in at the end of a box. */
final class BoxWriter {
  private byte[] buffer = new byte[1024];
  private int length;

  /** A box with the content written by {@code body}. */
  void box(String type, Runnable body) {
    int start = length;
    u32(0);
    ascii(type);
    body.run();
    int size = length - start;
    buffer[start] = (byte) (size >>> 24);
    buffer[start + 1] = (byte) (size >>> 16);
    buffer[start + 2] = (byte) (size >>> 8);
    buffer[start + 3] = (byte) size;
  }

  /** A FullBox: a box that begins with a version and 24 bits of flags. */
  void fullBox(String type, int version, int flags, Runnable body) {
    box(
        type,
        () -> {
          u32((long) version << 24 | flags);
          body.run();
        });
  }

  /**
   * A descriptor of ISO/IEC 14496-1 §8.3.3 with the content written by {@code body}. Its length
   * always has four bytes, so that it can be filled in afterwards.
   */
  void descriptor(int tag, Runnable body) {
    u8(tag);
    int lengthAt = length;
    u32(0);
    body.run();
    int size = length - lengthAt - 4;
    for (int i = 3; i >= 0; i--) {
      buffer[lengthAt + i] = (byte) ((size & 0x7f) | (i < 3 ? 0x80 : 0));
      size >>>= 7;
    }
  }

  void u8(int value) {
    ensure(1);
    buffer[length++] = (byte) value;
  }

  void u16(int value) {
    u8(value >>> 8);
    u8(value);
  }

  void u32(long value) {
    u16((int) (value >>> 16));
    u16((int) value);
  }

  void zeros(int count) {
    ensure(count);
    length += count;
  }

  void ascii(String text) {
    bytes(Bytes.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  void bytes(Bytes value) {
    ensure(value.length());
    System.arraycopy(value.sharedArray(), 0, buffer, length, value.length());
    length += value.length();
  }

  private void ensure(int count) {
    if (buffer.length - length < count) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + count));
    }
  }

  Bytes toBytes() {
    return Bytes.wrap(Arrays.copyOf(buffer, length));
  }
}
