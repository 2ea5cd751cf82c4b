package io.framelog.benchmarks.fanout;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Identifies a frame: the last NAL unit of its sample, a filler (H.264 §7.4.1, type 12) that
 * decoders skip and servers pass on unchanged.
 *
 * <pre>
 *   sample = [ NAL units of the frame ][ length 54 ][ 0x0c ][ text ][ 0x80 ]
 *             `------- "length" -----'     4 bytes           `-- hexadecimal, ASCII:
 *
 *   FLMARK1 | K or D | sequence 8 | stream 4 | time 16 | length 8 | crc 8
 * </pre>
 *
 * The time is {@code CLOCK_MONOTONIC} in ns, which {@link System#nanoTime} returns on Linux. The
 * check sum (CRC32C) covers the frame's NAL units and the text before it. ASCII text cannot contain
 * a start code.
 */
final class Mark {
  /** Bytes that a mark adds to a sample. */
  static final int BYTES = 58;

  private static final int NAL_LENGTH = BYTES - 4;
  private static final byte FILLER = 12;
  private static final byte TRAILING_BITS = (byte) 0x80;

  private Mark() {}

  /**
   * Writes the mark over the last {@value #BYTES} bytes of a sample.
   *
   * @param bytes contain the sample
   * @param start of the sample
   * @param end of the sample, after the mark
   */
  static void write(
      byte[] bytes, int start, int end, boolean key, int stream, int sequence, long nanos) {
    int length = end - BYTES - start;
    String text =
        String.format(
            Locale.ROOT,
            "FLMARK1%c%08x%04x%016x%08x",
            key ? 'K' : 'D',
            sequence,
            stream,
            nanos,
            length);
    byte[] ascii = text.getBytes(US_ASCII);
    CRC32C crc = new CRC32C();
    crc.update(bytes, start, length);
    crc.update(ascii);
    ByteBuffer.wrap(bytes, end - BYTES, BYTES)
        .putInt(NAL_LENGTH)
        .put(FILLER)
        .put(ascii)
        .put(String.format(Locale.ROOT, "%08x", crc.getValue()).getBytes(US_ASCII))
        .put(TRAILING_BITS);
  }
}
