package io.framelog.media.codec;

import io.framelog.media.Bytes;

/** Writes AudioSpecificConfigs, ISO/IEC 14496-3 §1.6.2.1. */
public final class AacConfigWriter {
  private static final int[] RATES = {
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
    7_350
  };
  private static final int LOW_COMPLEXITY = 2;
  private static final int EXPLICIT_RATE = 15;

  private AacConfigWriter() {}

  /**
   * AAC-LC, when only rate and channels are known.
   *
   * @param sampleRate Hz
   * @param channels 1..255; more than 8 cannot be signalled and become 2
   */
  public static Bytes lowComplexity(int sampleRate, int channels) {
    Bits bits = new Bits(8);
    putCore(bits, sampleRate, channels);
    return bits.toBytes();
  }

  /**
   * AAC-LC with SBR at twice the rate, signalled after the configuration.
   *
   * @param sampleRate the core's, Hz
   * @param channels as in {@link #lowComplexity}
   */
  public static Bytes withSbr(int sampleRate, int channels) {
    Bits bits = new Bits(16);
    putCore(bits, sampleRate, channels);
    bits.put(0x2b7, 11);
    bits.put(5, 5);
    bits.put(1, 1);
    putRate(bits, sampleRate * 2);
    return bits.toBytes();
  }

  /**
   * Replaces the program_config_element of a configuration by a channel configuration.
   *
   * @param configuration 1..7
   * @param at bit position of the channel configuration
   * @param from first bit of the element
   * @param to first bit after the element
   */
  static Bytes withoutProgramConfig(Bytes config, int configuration, int at, int from, int to) {
    Bits bits = new Bits(config.length() + 1);
    BitReader in = new BitReader(config.buffer(), "AudioSpecificConfig");
    copy(in, bits, at);
    bits.put(configuration, 4);
    in.skip(4);
    copy(in, bits, from - at - 4);
    in.skip(to - from);
    copy(in, bits, (int) in.bitsLeft());
    return bits.toBytes();
  }

  private static void copy(BitReader in, Bits bits, int count) {
    for (int i = 0; i < count; i++) {
      bits.put(in.bits(1), 1);
    }
  }

  private static void putCore(Bits bits, int sampleRate, int channels) {
    bits.put(LOW_COMPLEXITY, 5);
    putRate(bits, sampleRate);
    bits.put(channelConfiguration(channels), 4);
    bits.put(0, 3);
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
}
