package io.framelog.media.packaging.webm;

import io.framelog.media.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes nested EBML elements of known size (RFC 8794 §5, §6). */
final class EbmlWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** An element with the child elements written by {@code body}. */
  void master(int id, Consumer<EbmlWriter> body) {
    EbmlWriter inner = new EbmlWriter();
    body.accept(inner);
    binary(id, inner.toBytes());
  }

  /** A master element that ends with the stream, such as a live Segment. */
  void masterOfUnknownSize(int id) {
    id(id);
    out.write(0x01);
    for (int i = 0; i < 7; i++) {
      out.write(0xff);
    }
  }

  /** An unsigned integer, not negative. */
  void unsigned(int id, long value) {
    int length = Math.max(1, (71 - Long.numberOfLeadingZeros(value)) / 8);
    id(id);
    size(length);
    for (int i = length - 1; i >= 0; i--) {
      out.write((int) (value >>> (8 * i)));
    }
  }

  void floating(int id, double value) {
    binary(id, Bytes.wrap(ByteBuffer.allocate(8).putDouble(value).array()));
  }

  void ascii(int id, String value) {
    binary(id, Bytes.wrap(value.getBytes(StandardCharsets.US_ASCII)));
  }

  void binary(int id, Bytes value) {
    id(id);
    size(value.length());
    out.writeBytes(value.sharedArray());
  }

  private void id(int id) {
    ByteBuffer buffer = ByteBuffer.allocate(4);
    putId(buffer, id);
    out.write(buffer.array(), 0, buffer.position());
  }

  private void size(int size) {
    ByteBuffer buffer = ByteBuffer.allocate(8);
    putSize(buffer, size);
    out.write(buffer.array(), 0, buffer.position());
  }

  Bytes toBytes() {
    return Bytes.wrap(out.toByteArray());
  }

  /** Bytes of an element with a payload of {@code size} bytes. */
  static long elementLength(int id, long size) {
    return idLength(id) + sizeLength(size) + size;
  }

  /** Bytes of an element id, which contains its length marker. */
  static int idLength(int id) {
    return 4 - Integer.numberOfLeadingZeros(id) / 8;
  }

  /** Bytes of the shortest size field; a value of all ones means unknown and is not used. */
  static int sizeLength(long size) {
    int length = 1;
    while (size >= (1L << (7 * length)) - 1) {
      length++;
    }
    return length;
  }

  static void putId(ByteBuffer target, int id) {
    for (int i = idLength(id) - 1; i >= 0; i--) {
      target.put((byte) (id >>> (8 * i)));
    }
  }

  static void putSize(ByteBuffer target, long size) {
    int length = sizeLength(size);
    long marked = size | 1L << (7 * length);
    for (int i = length - 1; i >= 0; i--) {
      target.put((byte) (marked >>> (8 * i)));
    }
  }
}
