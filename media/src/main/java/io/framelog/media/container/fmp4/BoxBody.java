package io.framelog.media.container.fmp4;

import static io.framelog.media.container.ContainerException.Reason.MALFORMED;

import io.framelog.media.Bytes;
import io.framelog.media.container.ContainerException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the body of one complete box. Every read is checked against the box's end, and
 * every error names the cursor's offset in the publisher's stream.
 */
final class BoxBody {
  private final int type;
  private final ByteBuffer data;
  private final long origin;
  private final int end;
  private int position;

  /**
   * @param origin offset in the publisher's bytes of index 0 of {@code data}
   */
  private BoxBody(int type, ByteBuffer data, long origin, int position, int end) {
    this.type = type;
    this.data = data;
    this.origin = origin;
    this.position = position;
    this.end = end;
  }

  /** The body of a top-level box at an index of a big-endian buffer. */
  static BoxBody of(BoxHeader header, ByteBuffer data, int index) {
    int end = index + Math.toIntExact(header.bodySize());
    return new BoxBody(header.type(), data, header.bodyOffset() - index, index, end);
  }

  int type() {
    return type;
  }

  String name() {
    return FourCc.name(type);
  }

  int remaining() {
    return end - position;
  }

  /** Offset of the next byte in the publisher's bytes. */
  long offset() {
    return origin + position;
  }

  int u8() {
    return data.get(take(1)) & 0xff;
  }

  int u16() {
    int at = take(2);
    return (data.get(at) & 0xff) << 8 | (data.get(at + 1) & 0xff);
  }

  int s32() {
    return data.getInt(take(4));
  }

  long u32() {
    return s32() & 0xffff_ffffL;
  }

  long s64() {
    return data.getLong(take(8));
  }

  /** An unsigned 64-bit number; 2^63 or more is refused. */
  long u64() {
    long value = s64();
    if (value < 0) {
      throw malformed("number of 2^63 or more in " + name());
    }
    return value;
  }

  /** The version of a FullBox; leaves the cursor at its flags, see {@link #u24()}. */
  int version() {
    return u8();
  }

  int u24() {
    int at = take(3);
    return (data.get(at) & 0xff) << 16 | (data.get(at + 1) & 0xff) << 8 | (data.get(at + 2) & 0xff);
  }

  void skip(int bytes) {
    take(bytes);
  }

  /** Everything up to the end of the box, copied. */
  Bytes rest() {
    return bytes(remaining());
  }

  Bytes bytes(int length) {
    int at = take(length);
    byte[] copy = new byte[length];
    data.get(at, copy);
    return Bytes.wrap(copy);
  }

  /** The next eight bytes without moving the cursor, to distinguish two forms of a box. */
  long peek64() {
    if (remaining() < 8) {
      throw malformed(name() + " ends early, expected 8 more bytes");
    }
    return data.getLong(position);
  }

  /**
   * Returns the next box inside this one, and moves past it; null at the end. Up to seven remaining
   * bytes are padding (QuickTime ends {@code udta} with four zero bytes).
   */
  @Nullable BoxBody nextChild() {
    if (remaining() < 8) {
      return null;
    }
    int start = position;
    long size = u32();
    int childType = s32();
    if (size == 1) {
      size = u64();
    }
    int headerLength = position - start;
    if (size < headerLength || size > end - start) {
      position = start;
      throw malformed(
          "box "
              + FourCc.name(childType)
              + " of "
              + size
              + " bytes in "
              + name()
              + ", expected "
              + headerLength
              + ".."
              + (end - start));
    }
    BoxBody child = new BoxBody(childType, data, origin, position, start + (int) size);
    position = start + (int) size;
    return child;
  }

  /** The first child of a type, searching from here on; null when there is none. */
  @Nullable BoxBody findChild(int childType) {
    for (BoxBody child = nextChild(); child != null; child = nextChild()) {
      if (child.type == childType) {
        return child;
      }
    }
    return null;
  }

  /** The content of a FullBox without version and flags, copied. */
  Bytes fullBoxContent() {
    skip(4);
    return rest();
  }

  /** Requires that a child is present. */
  BoxBody required(@Nullable BoxBody child, int childType) {
    if (child == null) {
      throw malformed(name() + " without " + FourCc.name(childType));
    }
    return child;
  }

  /** An exception with the cursor's offset. */
  ContainerException malformed(String what) {
    return new ContainerException(MALFORMED, offset(), what);
  }

  private int take(int bytes) {
    if (bytes < 0 || bytes > remaining()) {
      throw malformed(name() + " ends early: " + remaining() + " bytes remain, expected " + bytes);
    }
    int at = position;
    position += bytes;
    return at;
  }
}
