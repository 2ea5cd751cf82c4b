package io.framelog.media.container.mkv;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds Matroska that available muxers do not write. */
final class Ebml {
  private static final int VOID = 0xEC;
  private static final int CRC_32 = 0xBF;

  private Ebml() {}

  static byte[] bytes(int... octets) {
    byte[] bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    return bytes;
  }

  static byte[] join(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  static byte[] id(int id) {
    int length = id >>> 24 != 0 ? 4 : id >>> 16 != 0 ? 3 : id >>> 8 != 0 ? 2 : 1;
    return last(id, length);
  }

  private static byte[] last(long value, int length) {
    byte[] all = ByteBuffer.allocate(8).putLong(value).array();
    byte[] last = new byte[length];
    System.arraycopy(all, 8 - length, last, 0, length);
    return last;
  }

  /** A number of a given length in bytes. */
  static byte[] varint(long value, int length) {
    return last(value | 1L << (7 * length), length);
  }

  /** A number of minimum length. */
  static byte[] varint(long value) {
    int length = 1;
    while (value >= (1L << (7 * length)) - 1) {
      length++;
    }
    return varint(value, length);
  }

  static byte[] element(int id, byte[]... content) {
    byte[] joined = join(content);
    return join(id(id), varint(joined.length), joined);
  }

  static byte[] element(Element element, byte[]... content) {
    return element(element.id(), content);
  }

  static byte[] number(Element element, long value) {
    return element(element, last(value, 8));
  }

  static byte[] text(Element element, String value) {
    return element(element, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Only the header of an element of unknown size. */
  static byte[] openEnded(Element element) {
    return join(id(element.id()), bytes(0xff));
  }

  static byte[] filler(int size) {
    return element(VOID, new byte[size]);
  }

  static byte[] crc32() {
    return element(CRC_32, new byte[4]);
  }

  static byte[] header(String docType) {
    return element(Element.EBML, text(Element.DOC_TYPE, docType));
  }

  static byte[] info(long scaleNs, String title) {
    return element(
        Element.INFO, number(Element.TIMESTAMP_SCALE, scaleNs), text(Element.TITLE, title));
  }

  /** A VP8 track of 64 by 48 with additional elements. */
  static byte[] vp8(int number, byte[]... more) {
    return element(
        Element.TRACK_ENTRY,
        number(Element.TRACK_NUMBER, number),
        text(Element.CODEC_ID, "V_VP8"),
        element(Element.VIDEO, number(Element.PIXEL_WIDTH, 64), number(Element.PIXEL_HEIGHT, 48)),
        join(more));
  }

  /** An MP3 track of 48 kHz with frames of 24 ms and additional elements. */
  static byte[] mp3(int number, byte[]... more) {
    return element(
        Element.TRACK_ENTRY,
        number(Element.TRACK_NUMBER, number),
        text(Element.CODEC_ID, "A_MPEG/L3"),
        element(
            Element.AUDIO,
            element(Element.SAMPLING_FREQUENCY, ByteBuffer.allocate(4).putFloat(48_000).array()),
            number(Element.CHANNELS, 2)),
        join(more));
  }

  static byte[] cluster(long timestamp, byte[]... content) {
    return element(Element.CLUSTER, number(Element.TIMESTAMP, timestamp), join(content));
  }

  /** The content of a SimpleBlock or Block. */
  static byte[] block(int track, int time, int flags, byte[]... content) {
    return join(varint(track), bytes(time >> 8 & 0xff, time & 0xff, flags), join(content));
  }

  static byte[] simpleBlock(int track, int time, int flags, byte[]... content) {
    return element(Element.SIMPLE_BLOCK, block(track, time, flags, content));
  }
}
