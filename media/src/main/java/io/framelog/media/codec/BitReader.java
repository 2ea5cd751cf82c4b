package io.framelog.media.codec;

import java.nio.ByteBuffer;

/**
 * Reads a syntax structure bit by bit, most significant first. Reading past the end throws a {@link
 * CodecException} that names the structure and the bit.
 */
final class BitReader {
  private final ByteBuffer data;
  private final String what;
  private final long endBit;
  private long bit;

  /**
   * @param data its remaining bytes are read; its position does not move
   * @param what the structure's name for error messages
   */
  BitReader(ByteBuffer data, String what) {
    this.data = data;
    this.what = what;
    this.bit = 8L * data.position();
    this.endBit = 8L * data.limit();
  }

  boolean flag() {
    return bits(1) != 0;
  }

  /** 1..32 bits as an unsigned number; 32 bits may be negative as an int. */
  int bits(int count) {
    return (int) longBits(count);
  }

  /** 1..56 bits, unsigned. */
  long longBits(int count) {
    require(count);
    long value = 0;
    int left = count;
    while (left > 0) {
      int inByte = 8 - (int) (bit & 7);
      int take = Math.min(left, inByte);
      int current = data.get((int) (bit >>> 3)) & 0xff;
      value = value << take | (current >>> (inByte - take) & ((1 << take) - 1));
      bit += take;
      left -= take;
    }
    return value;
  }

  void skip(int count) {
    require(count);
    bit += count;
  }

  void alignToByte() {
    bit = (bit + 7) & ~7L;
  }

  /** Number of bits read or skipped so far. */
  int position() {
    return (int) (bit - 8L * data.position());
  }

  long bitsLeft() {
    return endBit - bit;
  }

  /** ue(v), ITU-T H.264 §9.1, refused above {@code max}. */
  int unsignedExpGolomb(int max, String field) {
    long value = expGolomb();
    if (value > max) {
      throw new CodecException(what + ": " + field + " is " + value + ", expected 0.." + max);
    }
    return (int) value;
  }

  /** Skips a ue(v). */
  void skipExpGolomb() {
    long unused = expGolomb();
    assert unused >= 0;
  }

  /** se(v), ITU-T H.264 §9.1.1. */
  int signedExpGolomb() {
    long code = expGolomb();
    return (int) ((code & 1) == 0 ? -(code >>> 1) : (code + 1) >>> 1);
  }

  private long expGolomb() {
    int zeros = 0;
    while (!flag()) {
      zeros++;
      if (zeros > 32) {
        throw new CodecException(what + ": Exp-Golomb code longer than 65 bits at bit " + bit);
      }
    }
    return zeros == 0 ? 0 : (1L << zeros) - 1 + longBits(zeros);
  }

  private void require(int count) {
    if (count > endBit - bit) {
      throw new CodecException(
          what
              + " is cut short at bit "
              + (bit - 8L * data.position())
              + ", expected "
              + count
              + " more bits and found "
              + (endBit - bit));
    }
  }
}
