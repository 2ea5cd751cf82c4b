package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.util.Arrays;

/** Bits written one behind the other, first bit first, with zeros to the end of the last byte. */
final class Bits {
  private final byte[] bytes;
  private int count;

  Bits(int atMostBytes) {
    bytes = new byte[atMostBytes];
  }

  /**
   * @param width 0..32
   */
  void put(int value, int width) {
    for (int i = width - 1; i >= 0; i--, count++) {
      bytes[count / 8] |= (byte) (((value >> i) & 1) << (7 - count % 8));
    }
  }

  Bytes toBytes() {
    return Bytes.wrap(Arrays.copyOf(bytes, (count + 7) / 8));
  }
}
