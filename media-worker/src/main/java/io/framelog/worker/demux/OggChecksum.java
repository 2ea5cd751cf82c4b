package io.framelog.worker.demux;

/** The CRC-32 of an Ogg page, RFC 3533 §6: polynomial 0x04c11db7, initial value and final XOR 0. */
final class OggChecksum {
  private static final int POLYNOMIAL = 0x04c11db7;
  private static final int FIELD_BYTES = 4;
  private static final int[] TABLE = new int[256];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      int crc = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc < 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
      }
      TABLE[i] = crc;
    }
  }

  private OggChecksum() {}

  /**
   * Computes the checksum of a page.
   *
   * @param start index of the page in the array
   * @param fieldOffset index of the page's checksum field, which counts as zeros
   */
  static int of(byte[] bytes, int start, int length, int fieldOffset) {
    int crc = 0;
    for (int i = 0; i < length; i++) {
      boolean inField = i >= fieldOffset && i < fieldOffset + FIELD_BYTES;
      int next = inField ? 0 : bytes[start + i] & 0xff;
      crc = crc << 8 ^ TABLE[crc >>> 24 ^ next];
    }
    return crc;
  }
}
