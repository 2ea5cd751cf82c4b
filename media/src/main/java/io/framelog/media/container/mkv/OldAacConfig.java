package io.framelog.media.container.mkv;

import io.framelog.media.Bytes;
import java.util.Arrays;

/**
 * The AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1) that Matroska's old AAC codec ids leave out,
 * as they say object type and SBR by name.
 */
final class OldAacConfig {
  private static final int[] RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };
  private static final int LOW_COMPLEXITY = 2;
  private static final int EXPLICIT_RATE = 15;

  private OldAacConfig() {}

  /**
   * @param samplingFrequency the core's, Hz
   * @param channels 1..255; more than 8 cannot be said and become 2
   */
  static Bytes of(String codecId, int samplingFrequency, int channels) {
    Bits bits = new Bits();
    bits.put(LOW_COMPLEXITY, 5);
    putRate(bits, samplingFrequency);
    bits.put(channelConfiguration(channels), 4);
    bits.put(0, 3);
    if (codecId.endsWith("/SBR")) {
      bits.put(0x2b7, 11);
      bits.put(5, 5);
      bits.put(1, 1);
      putRate(bits, samplingFrequency * 2);
    }
    return bits.toBytes();
  }

  private static int channelConfiguration(int channels) {
    return switch (channels) {
      case 1, 2, 3, 4, 5, 6 -> channels;
      case 7 -> 11;
      case 8 -> 7;
      default -> 2;
    };
  }

  private static void putRate(Bits bits, int rate) {
    for (int i = 0; i < RATES.length; i++) {
      if (RATES[i] == rate) {
        bits.put(i, 4);
        return;
      }
    }
    bits.put(EXPLICIT_RATE, 4);
    bits.put(rate, 24);
  }

  /** Up to 128 bits, first bit first, zeros to the end of the last byte. */
  private static final class Bits {
    private final byte[] bytes = new byte[16];
    private int count;

    void put(int value, int width) {
      for (int i = width - 1; i >= 0; i--, count++) {
        bytes[count / 8] |= (byte) (((value >> i) & 1) << (7 - count % 8));
      }
    }

    Bytes toBytes() {
      return Bytes.wrap(Arrays.copyOf(bytes, (count + 7) / 8));
    }
  }
}
