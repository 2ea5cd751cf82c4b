package io.framelog.media.codec;

import java.nio.ByteBuffer;

/** The duration of an Opus packet from its table-of-contents byte, RFC 6716 §3.1. */
final class OpusFrameLength {
  private static final long SILK_NS = 10_000_000;
  private static final long CELT_NS = 2_500_000;
  private static final int FIRST_HYBRID = 12;
  private static final int FIRST_CELT = 16;
  private static final int ANY_NUMBER = 3;

  private OpusFrameLength() {}

  static long nanos(ByteBuffer packet) {
    if (!packet.hasRemaining()) {
      return 0;
    }
    int toc = packet.get(packet.position()) & 0xff;
    return frames(packet, toc & 3) * frameNanos(toc >>> 3);
  }

  private static int frames(ByteBuffer packet, int code) {
    if (code == ANY_NUMBER) {
      return packet.remaining() < 2 ? 0 : packet.get(packet.position() + 1) & 0x3f;
    }
    return code == 0 ? 1 : 2;
  }

  /** SILK 10, 20, 40, 60 ms; hybrid 10, 20 ms; CELT 2.5, 5, 10, 20 ms. */
  private static long frameNanos(int configuration) {
    if (configuration >= FIRST_CELT) {
      return CELT_NS << (configuration & 3);
    }
    int size = configuration >= FIRST_HYBRID ? configuration & 1 : configuration & 3;
    return size == 3 ? 6 * SILK_NS : SILK_NS << size;
  }
}
