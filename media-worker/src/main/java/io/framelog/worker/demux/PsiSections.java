package io.framelog.worker.demux;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Joins the sections of program-specific information on one PID (ISO/IEC 13818-1 §2.4.4). Sections
 * that are too long or have a wrong CRC-32 are skipped. Not thread-safe.
 */
final class PsiSections {
  /** Largest value of a section's length field, plus the bytes up to that field's end. */
  private static final int MAX_BYTES = 1021 + 3;

  private static final int LENGTH_BYTES = 3;
  private static final int STUFFING = 0xff;
  private static final int CRC_POLYNOMIAL = 0x04c11db7;

  private final byte[] bytes = new byte[MAX_BYTES];
  private int length;
  private boolean inStep;

  /**
   * Processes the payload of one packet.
   *
   * @param start whether a section begins in it (payload_unit_start_indicator)
   * @param sink receives whole sections, from their table id to their CRC-32; the buffer is valid
   *     only during the call
   */
  void payload(ByteBuffer payload, boolean start, Consumer<ByteBuffer> sink) {
    if (start) {
      int pointer = payload.get() & 0xff;
      if (pointer > payload.remaining()) {
        inStep = false;
        return;
      }
      ByteBuffer rest = payload.slice(payload.position(), pointer);
      payload.position(payload.position() + pointer);
      read(rest, sink);
      length = 0;
      inStep = true;
    }
    read(payload, sink);
  }

  private void read(ByteBuffer in, Consumer<ByteBuffer> sink) {
    while (inStep && in.hasRemaining()) {
      if (length == 0 && (in.get(in.position()) & 0xff) == STUFFING) {
        inStep = false;
        return;
      }
      bytes[length++] = in.get();
      int whole = length < LENGTH_BYTES ? LENGTH_BYTES : sectionBytes();
      if (whole > MAX_BYTES) {
        inStep = false;
      } else if (length >= LENGTH_BYTES && length == whole) {
        length = 0;
        if (crc(bytes, whole) == 0) {
          sink.accept(ByteBuffer.wrap(bytes, 0, whole));
        }
      }
    }
  }

  private int sectionBytes() {
    return LENGTH_BYTES + ((bytes[1] & 0x0f) << 8 | (bytes[2] & 0xff));
  }

  /** The CRC-32 of ISO/IEC 13818-1 annex A; 0 for a section that includes its valid CRC. */
  static int crc(byte[] bytes, int length) {
    int crc = -1;
    for (int i = 0; i < length; i++) {
      crc ^= bytes[i] << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc < 0 ? crc << 1 ^ CRC_POLYNOMIAL : crc << 1;
      }
    }
    return crc;
  }
}
