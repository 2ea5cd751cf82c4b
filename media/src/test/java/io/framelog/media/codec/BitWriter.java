package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.io.ByteArrayOutputStream;

/** The counterpart of {@link BitReader}, to build syntax structures in tests. */
final class BitWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int current;
  private int used;

  BitWriter bits(int count, long value) {
    for (int i = count - 1; i >= 0; i--) {
      current = current << 1 | (int) (value >>> i & 1);
      used++;
      if (used == 8) {
        out.write(current);
        current = 0;
        used = 0;
      }
    }
    return this;
  }

  BitWriter unsignedExpGolomb(long value) {
    int length = 64 - Long.numberOfLeadingZeros(value + 1);
    return bits(length - 1, 0).bits(length, value + 1);
  }

  BitWriter signedExpGolomb(long value) {
    return unsignedExpGolomb(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** The written bits, padded with zeros to a whole byte. */
  Bytes toBytes() {
    while (used != 0) {
      bits(1, 0);
    }
    return Bytes.wrap(out.toByteArray());
  }
}
