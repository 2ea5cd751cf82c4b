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

  /** id_syn_ele, ISO/IEC 14496-3 table 4.85. */
  private static final int PROGRAM_CONFIG = 5;

  private AdtsHeader() {}

  /**
   * Parses the frame at an index.
   *
   * @return null when there is no valid header, or the frame has several raw data blocks, which no
   *     live encoder writes. Channels that are only stated inside the frame may be unknown while
   *     the frame is incomplete
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
    if (rateIndex >= SAMPLE_RATES.length || moreBlocks != 0 || frameBytes <= headerBytes) {
      return null;
    }
    if (channels == 0) {
      int end = Math.min(run.limit(), at + frameBytes);
      int inside = Math.min(end, at + headerBytes);
      channels = channelConfiguration(run.slice(inside, end - inside));
    }
    int config = objectType << 11 | rateIndex << 7 | channels << 3;
    return new AudioFrame(
        headerBytes,
        frameBytes,
        SAMPLES,
        SAMPLE_RATES[rateIndex],
        channels == 7 ? 8 : channels,
        channels == 0
            ? Bytes.EMPTY
            : Bytes.wrap(new byte[] {(byte) (config >>> 8), (byte) config}));
  }

  /**
   * The channel configuration of a frame that begins with a program_config_element (ISO/IEC 14496-3
   * §4.5.1.2), which FFmpeg writes into every frame of 5.1(side).
   *
   * @return 0 when it does not begin with one
   */
  private static int channelConfiguration(ByteBuffer rawDataBlock) {
    BitReader in = new BitReader(rawDataBlock, "program_config_element");
    try {
      return in.bits(3) == PROGRAM_CONFIG ? ProgramConfig.read(in).configurationBesideFrames() : 0;
    } catch (CodecException e) {
      return 0; // the element is incomplete
    }
  }
}
