package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.util.Arrays;

/** Writes bits, most significant first, padded with zeros to whole bytes. */
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
