package io.framelog.media.container.fmp4;

/**
 * The header of a top-level box, ISO/IEC 14496-12 §4.2.
 *
 * @param type four-character code
 * @param offset of the box's first byte in the publisher's bytes
 * @param length bytes of the header itself, 8 or 16
 * @param end offset of the first byte after the box; {@link Long#MAX_VALUE} for a box that reaches
 *     to the end of the stream
 */
record BoxHeader(int type, long offset, int length, long end) {
  long bodyOffset() {
    return offset + length;
  }

  long bodySize() {
    return end - bodyOffset();
  }

  String name() {
    return FourCc.name(type);
  }
}
