package io.framelog.media.codec;

import io.framelog.media.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * AudioSpecificConfig, ISO/IEC 14496-3 §1.6.2.1.
 *
 * @param objectType the first audio object type: 2 AAC-LC, 5 SBR (HE-AAC), 29 PS (HE-AAC v2)
 * @param sampleRate core sample rate, Hz
 * @param outputSampleRate sample rate after SBR when signalled, else {@code sampleRate}, Hz
 * @param channelConfiguration of §1.6.3.5; 0 when a program_config_element describes the channels
 * @param channels channels coded, 1..24, before parametric stereo
 * @param samplesPerFrame samples of one frame at {@code sampleRate}: 1024, 960, 512 or 480
 */
public record AudioSpecificConfig(
    int objectType,
    int sampleRate,
    int outputSampleRate,
    int channelConfiguration,
    int channels,
    int samplesPerFrame) {
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
    return read(new BitReader(config.buffer(), WHAT), new Channels());
  }

  /**
   * The configuration in a form that browsers accept: they do not support a program_config_element.
   * If one describes the channels of a channel configuration, it is replaced by that.
   *
   * @return the same configuration when it has none
   * @throws CodecException when malformed, or when no channel configuration matches the channels
   */
  public static Bytes withChannelConfiguration(Bytes config) {
    Channels found = new Channels();
    read(new BitReader(config.buffer(), WHAT), found);
    ProgramConfig program = found.program;
    if (program == null) {
      return config;
    }
    if (program.configuration() == 0) {
      throw new CodecException(
          "AAC with "
              + program.channels()
              + " channels in an order that no channel configuration has, expected 5.1 for instance"
              + " in place of 5.1(side)");
    }
    return AacConfigWriter.withoutProgramConfig(
        config, program.configuration(), found.configurationAt, found.programFrom, found.programTo);
  }

  /** The bit positions of a configuration's channels. */
  private static final class Channels {
    private int configurationAt;
    private int programFrom;
    private int programTo;
    private @Nullable ProgramConfig program;
  }

  private static AudioSpecificConfig read(BitReader in, Channels place) {
    int signalled = objectType(in);
    int sampleRate = sampleRate(in);
    place.configurationAt = in.position();
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
        place.programFrom = in.position();
        place.program = ProgramConfig.read(in);
        place.programTo = in.position();
        channels = place.program.channels();
      }
      skipGeneralAudioExtension(in, core, extension);
    } else if (core == TYPE_ENHANCED_LOW_DELAY) {
      samplesPerFrame = in.flag() ? 480 : 512;
    }
    if (!explicitSbr && isGeneralAudio(core) && in.bitsLeft() >= 16) {
      outputRate = trailingSbrRate(in, sampleRate);
    }
    return new AudioSpecificConfig(
        signalled, sampleRate, outputRate, channelConfiguration, channels, samplesPerFrame);
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

  /** SBR signalled after the configuration, which old decoders ignore. */
  private static int trailingSbrRate(BitReader in, int sampleRate) {
    if (in.bits(11) != SYNC_EXTENSION || objectType(in) != TYPE_SBR) {
      return sampleRate;
    }
    return in.flag() ? sampleRate(in) : sampleRate;
  }

  /** Channels after decoding: parametric stereo makes two of one. */
  public int outputChannels() {
    return objectType == TYPE_PS && channels == 1 ? 2 : channels;
  }
}
