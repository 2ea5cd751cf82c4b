package io.framelog.media.packaging.webm;

import static org.assertj.core.api.Assertions.assertThat;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses EBML elements strictly: every size must add up. */
final class EbmlTree {
  private static final Set<Integer> MASTERS =
      Set.of(
          0x1A45DFA3,
          0x18538067,
          0x1549A966,
          0x1654AE6B,
          0xAE,
          0xE0,
          0x55B0,
          0x7670,
          0xE1,
          0x1F43B675,
          0xA0,
          0x75A1,
          0xA6);

  /** An element's id and payload; -1 as size means unknown. */
  record Element(int id, long size, ByteBuffer payload) {
    long unsigned() {
      long value = 0;
      for (int i = 0; i < payload.remaining(); i++) {
        value = value << 8 | (payload.get(i) & 0xff);
      }
      return value;
    }
  }

  private final List<Element> elements = new ArrayList<>();

  EbmlTree(Bytes bytes) {
    read(bytes.buffer());
  }

  private void read(ByteBuffer in) {
    while (in.hasRemaining()) {
      int id = (int) number(in, false);
      long size = number(in, true);
      assertThat(size).as("size of %x", id).isBetween(-1L, (long) in.remaining());
      int length = size < 0 ? in.remaining() : (int) size;
      ByteBuffer payload = in.slice(in.position(), length);
      elements.add(new Element(id, size, payload));
      if (MASTERS.contains(id)) {
        read(payload.duplicate());
      }
      in.position(in.position() + length);
    }
  }

  private static long number(ByteBuffer in, boolean size) {
    int first = in.get() & 0xff;
    int length = Integer.numberOfLeadingZeros(first) - 23;
    assertThat(length).isBetween(1, 8);
    long value = size ? first & ((1 << (8 - length)) - 1) : first;
    for (int i = 1; i < length; i++) {
      value = value << 8 | (in.get() & 0xff);
    }
    return size && value == (1L << (7 * length)) - 1 ? -1 : value;
  }

  List<Element> all(int id) {
    return elements.stream().filter(element -> element.id == id).toList();
  }

  Element one(int id) {
    assertThat(all(id)).as("%x", id).hasSize(1);
    return all(id).get(0);
  }
}
