package io.framelog.media.codec;

import io.framelog.media.Bytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The header of an AAC frame in ADTS, ISO/IEC 13818-7 §6.2.1. */
final class AdtsHeader {
  private static final int SAMPLES = 1024;
  private static final int[] SAMPLE_RATES = {
    96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
  };

  /** Sync word and layer, which is always 0. */
  private static final int SYNC_MASK = 0xfff6;

  private static final int SYNC = 0xfff0;
  private static final int HEADER_BYTES = 7;
  private static final int CRC_BYTES = 2;

  private AdtsHeader() {}

  /**
   * The frame at an index.
   *
   * @return null when there is no header, or one that cannot be: a frame of several raw data
   *     blocks, which no live encoder makes, or channels that only the frame's inside tells
   */
  static @Nullable AudioFrame at(ByteBuffer run, int at) {
    if ((run.getShort(at) & SYNC_MASK) != SYNC) {
      return null;
    }
    boolean crc = (run.get(at + 1) & 1) == 0;
    int third = run.get(at + 2) & 0xff;
    int objectType = (third >>> 6) + 1;
    int rateIndex = third >>> 2 & 0xf;
    int fields = run.getInt(at + 3);
    int channels = (third & 1) << 2 | (fields >>> 30 & 3);
    int frameBytes = fields >>> 13 & 0x1fff;
    int moreBlocks = run.get(at + 6) & 3;
    int headerBytes = crc ? HEADER_BYTES + CRC_BYTES : HEADER_BYTES;
    if (rateIndex >= SAMPLE_RATES.length
        || channels == 0
        || moreBlocks != 0
        || frameBytes <= headerBytes) {
      return null;
    }
    int config = objectType << 11 | rateIndex << 7 | channels << 3;
    return new AudioFrame(
        headerBytes,
        frameBytes,
        SAMPLES,
        SAMPLE_RATES[rateIndex],
        channels == 7 ? 8 : channels,
        Bytes.wrap(new byte[] {(byte) (config >>> 8), (byte) config}));
  }
}
