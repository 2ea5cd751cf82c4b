package io.framelog.media.codec;

import io.framelog.media.Bytes;

/**
 * AudioSpecificConfig, ISO/IEC 14496-3 §1.6.2.1.
 *
 * @param objectType audio object type as signalled first: 2 AAC-LC, 5 SBR (HE-AAC), 29 PS (HE-AAC
 *     v2)
 * @param sampleRate core sample rate, Hz
 * @param outputSampleRate sample rate after SBR when signalled, else {@code sampleRate}, Hz
 * @param channels channels coded, 1..24, before parametric stereo
 * @param samplesPerFrame samples of one frame at {@code sampleRate}: 1024, 960, 512 or 480
 */
public record AudioSpecificConfig(
    int objectType, int sampleRate, int outputSampleRate, int channels, int samplesPerFrame) {
  private static final String WHAT = "AudioSpecificConfig";
  private static final int[] SAMPLE_RATES = {
    96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
  };
  private static final int EXPLICIT_RATE = 15;
  private static final int TYPE_ESCAPE = 31;
  private static final int TYPE_SBR = 5;
  private static final int TYPE_PS = 29;
  private static final int TYPE_BSAC = 22;
  private static final int TYPE_LOW_DELAY = 23;
  private static final int TYPE_ENHANCED_LOW_DELAY = 39;
  private static final int SYNC_EXTENSION = 0x2b7;

  public AudioSpecificConfig {
    if (sampleRate < 1 || outputSampleRate < 1) {
      throw new CodecException(WHAT + ": sample rate 0");
    }
    if (channels < 1) {
      throw new CodecException(WHAT + ": no channels");
    }
  }

  /**
   * Reads the configuration in the form that {@link io.framelog.media.Codec} describes.
   *
   * @throws CodecException when malformed
   */
  public static AudioSpecificConfig parse(Bytes config) {
    BitReader in = new BitReader(config.buffer(), WHAT);
    int signalled = objectType(in);
    int sampleRate = sampleRate(in);
    int channelConfiguration = in.bits(4);
    int outputRate = sampleRate;
    int core = signalled;
    boolean explicitSbr = signalled == TYPE_SBR || signalled == TYPE_PS;
    if (explicitSbr) {
      outputRate = sampleRate(in);
      core = objectType(in);
      if (core == TYPE_BSAC) {
        in.skip(4);
      }
    }
    int samplesPerFrame = 1024;
    int channels = channels(channelConfiguration);
    if (isGeneralAudio(core)) {
      boolean shortFrames = in.flag();
      samplesPerFrame =
          core == TYPE_LOW_DELAY ? (shortFrames ? 480 : 512) : shortFrames ? 960 : 1024;
      if (in.flag()) {
        in.skip(14); // coreCoderDelay
      }
      boolean extension = in.flag();
      if (channelConfiguration == 0) {
        channels = programConfigChannels(in);
      }
      skipGeneralAudioExtension(in, core, extension);
    } else if (core == TYPE_ENHANCED_LOW_DELAY) {
      samplesPerFrame = in.flag() ? 480 : 512;
    }
    if (!explicitSbr && isGeneralAudio(core) && in.bitsLeft() >= 16) {
      outputRate = trailingSbrRate(in, sampleRate);
    }
    return new AudioSpecificConfig(signalled, sampleRate, outputRate, channels, samplesPerFrame);
  }

  private static int objectType(BitReader in) {
    int type = in.bits(5);
    return type == TYPE_ESCAPE ? 32 + in.bits(6) : type;
  }

  private static int sampleRate(BitReader in) {
    int index = in.bits(4);
    if (index == EXPLICIT_RATE) {
      return in.bits(24);
    }
    if (index >= SAMPLE_RATES.length) {
      throw new CodecException(
          WHAT + ": sampling frequency index " + index + ", expected 0..12, 15");
    }
    return SAMPLE_RATES[index];
  }

  private static int channels(int configuration) {
    return switch (configuration) {
      case 0 -> 0;
      case 1, 2, 3, 4, 5, 6 -> configuration;
      case 7, 12, 14 -> 8;
      case 11 -> 7;
      case 13 -> 24;
      default ->
          throw new CodecException(
              WHAT + ": channel configuration " + configuration + " is reserved");
    };
  }

  /** Object types whose configuration is GASpecificConfig. */
  private static boolean isGeneralAudio(int type) {
    return switch (type) {
      case 1, 2, 3, 4, 6, 7, 17, 19, 20, 21, 22, 23 -> true;
      default -> false;
    };
  }

  /** Channels of a program_config_element, ISO/IEC 14496-3 §4.4.1.1. */
  private static int programConfigChannels(BitReader in) {
    in.skip(10); // element_instance_tag, object_type, sampling_frequency_index
    int front = in.bits(4);
    int side = in.bits(4);
    int back = in.bits(4);
    int lowFrequency = in.bits(2);
    int associatedData = in.bits(3);
    int coupling = in.bits(4);
    for (int width : new int[] {4, 4, 3}) { // mono mixdown, stereo mixdown, matrix mixdown
      if (in.flag()) {
        in.skip(width);
      }
    }
    int channels = lowFrequency;
    for (int i = 0; i < front + side + back; i++) {
      channels += in.flag() ? 2 : 1;
      in.skip(4);
    }
    in.skip(4 * (lowFrequency + associatedData) + 5 * coupling);
    in.alignToByte();
    in.skip(8 * in.bits(8)); // comment
    return channels;
  }

  private static void skipGeneralAudioExtension(BitReader in, int type, boolean extension) {
    if (type == 6 || type == 20) {
      in.skip(3); // layerNr
    }
    if (extension) {
      if (type == TYPE_BSAC) {
        in.skip(16);
      }
      if (type == 17 || type == 19 || type == 20 || type == 23) {
        in.skip(3);
      }
      in.skip(1); // extensionFlag3
    }
  }

  /** SBR signalled behind the configuration, which old decoders do not see. */
  private static int trailingSbrRate(BitReader in, int sampleRate) {
    if (in.bits(11) != SYNC_EXTENSION || objectType(in) != TYPE_SBR) {
      return sampleRate;
    }
    return in.flag() ? sampleRate(in) : sampleRate;
  }

  /** Channels heard: parametric stereo makes two of one. */
  public int outputChannels() {
    return objectType == TYPE_PS && channels == 1 ? 2 : channels;
  }
}
